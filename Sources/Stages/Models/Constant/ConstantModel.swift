import LatheCore

/// One answer for every row: the share of each class, or a statistic of the target. The baseline every other
/// model must beat.
public struct ConstantModel: Model, Hashable {
  /// The answer, ``outputCount`` numbers.
  public let answer: [Double]
  /// The number of features it is given, none of which it reads.
  public let featureCount: Int
  /// Numbers it answers a row.
  public var outputCount: Int { answer.count }

  /// A model that always gives `answer`.
  public init(answer: [Double], featureCount: Int) {
    self.answer = answer
    self.featureCount = featureCount
  }

  /// The answer, once a row.
  public func predict(_ features: FeatureMatrix) -> [Double] {
    var answers: [Double] = []
    answers.reserveCapacity(features.rowCount * answer.count)
    for _ in 0..<features.rowCount { answers += answer }
    return answers
  }

  /// The model as files of a bundle.
  public func artifact() throws(ModelsError) -> ModelArtifact {
    var file = Safetensors(metadata: ["model": ModelKind.constant.rawValue])
    file.set("answer", .doubles(answer, shape: [answer.count]))
    return ModelArtifact(kind: .constant, files: [Safetensors.fileName: try file.encoded()])
  }

  /// Reads a model for `problem`.
  init(_ file: Safetensors, problem: LearningProblem, featureCount: Int) throws(ModelsError) {
    let answer = try file.doubles("answer", shape: [problem.outputCount])
    if problem.isClassification {
      let sum = answer.reduce(0, +)
      guard answer.allSatisfy({ (0...1).contains($0) }), problem.task == .binary || abs(sum - 1) < 1e-6 else {
        throw Safetensors.damaged("the answer does not consist of probabilities")
      }
    }
    self.init(answer: answer, featureCount: featureCount)
  }
}
