import LatheCore

extension ModelArtifact {
  /// The model in these files.
  ///
  /// - Parameters:
  ///   - problem: What the model must answer.
  ///   - featureCount: The number of features it must read.
  /// - Throws: ``ModelsError/damaged(file:reason:)`` if the files are not a model for this problem.
  public func model(problem: LearningProblem, featureCount: Int) throws(ModelsError) -> any Model {
    let file = try weights()
    guard try file.word("model") == kind.rawValue else {
      throw Safetensors.damaged("it does not hold a model of the kind \"\(kind.rawValue)\"")
    }
    switch kind {
    case .linear: return try LinearModel(file, problem: problem, featureCount: featureCount)
    case .kernel: return try KernelModel(file, problem: problem, featureCount: featureCount)
    case .neighbours: return try NeighboursModel(file, problem: problem, featureCount: featureCount)
    case .constant: return try ConstantModel(file, problem: problem, featureCount: featureCount)
    default: throw Safetensors.damaged("models of the kind \"\(kind.rawValue)\" cannot be read")
    }
  }

  private func weights() throws(ModelsError) -> Safetensors {
    guard let file = files[Safetensors.fileName] else {
      throw .damaged(file: Safetensors.fileName, reason: "the file is missing")
    }
    return try Safetensors(file)
  }
}
