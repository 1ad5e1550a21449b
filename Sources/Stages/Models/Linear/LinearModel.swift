import Foundation
import LatheCore

/// A generalised linear model: `link(intercept + Σ coefficient · feature)` for each output.
///
/// A prediction costs O(features × outputs) a row; coefficients that are zero cost nothing.
public struct LinearModel: Model, Hashable {
  /// How a score becomes an answer.
  public enum Link: String, Sendable, CaseIterable {
    /// The score itself.
    case identity
    /// `1 / (1 + exp(-score))`, the probability of the second of two classes.
    case logistic
    /// `exp(score) / Σ exp(score)`, one probability a class.
    case softmax
    /// `exp(score)`, a mean that is never negative.
    case exponential
  }

  /// How a score becomes an answer.
  public let link: Link
  /// One row of ``featureCount`` numbers an output, row-major.
  public let coefficients: [Double]
  /// One number an output.
  public let intercepts: [Double]
  /// The number of features it reads.
  public let featureCount: Int
  /// Numbers it answers a row.
  public var outputCount: Int { intercepts.count }

  /// A model of `coefficients`, one row of equal length for each of the `intercepts`.
  public init(link: Link, coefficients: [Double], intercepts: [Double], featureCount: Int) {
    precondition(
      coefficients.count == intercepts.count * featureCount, "one coefficient a feature and output")
    self.link = link
    self.coefficients = coefficients
    self.intercepts = intercepts
    self.featureCount = featureCount
  }

  /// Rows scored together, so that their scores stay in the first-level cache.
  private static let blockRows = 1024

  /// Predictions for all rows, row-major.
  public func predict(_ features: FeatureMatrix) -> [Double] {
    precondition(features.columns.count == featureCount, "the model reads \(featureCount) features")
    let outputs = outputCount
    var answers = [Double](repeating: 0, count: features.rowCount * outputs)
    var scores = [Double](repeating: 0, count: Swift.min(Self.blockRows, features.rowCount) * outputs)
    answers.withUnsafeMutableBufferPointer { answers in
      scores.withUnsafeMutableBufferPointer { scores in
        for start in stride(from: 0, to: features.rowCount, by: Self.blockRows) {
          let rows = Swift.min(Self.blockRows, features.rowCount - start)
          score(features, rows: start..<start + rows, into: scores)
          apply(rows: rows, scores: scores, answers: answers, start: start)
        }
      }
    }
    return answers
  }

  /// Writes the scores of `rows`, all rows of an output together.
  private func score(
    _ features: FeatureMatrix, rows: Range<Int>, into scores: UnsafeMutableBufferPointer<Double>
  ) {
    let count = rows.count
    for (output, intercept) in intercepts.enumerated() {
      for row in 0..<count { scores[output * count + row] = intercept }
    }
    coefficients.withUnsafeBufferPointer { coefficients in
      for (feature, column) in features.columns.enumerated() {
        column.withUnsafeBufferPointer { column in
          for output in 0..<intercepts.count {
            let coefficient = coefficients[output * featureCount + feature]
            guard coefficient != 0 else { continue }
            let target = output * count
            for row in 0..<count { scores[target + row] += coefficient * column[rows.lowerBound + row] }
          }
        }
      }
    }
  }

  /// Turns the scores of a block into answers, all outputs of a row together.
  private func apply(
    rows: Int, scores: UnsafeMutableBufferPointer<Double>, answers: UnsafeMutableBufferPointer<Double>,
    start: Int
  ) {
    let outputs = outputCount
    for row in 0..<rows {
      let place = (start + row) * outputs
      switch link {
      case .identity:
        for output in 0..<outputs { answers[place + output] = scores[output * rows + row] }
      case .logistic:
        for output in 0..<outputs { answers[place + output] = 1 / (1 + exp(-scores[output * rows + row])) }
      case .exponential:
        // Above 709 the exponential is infinite.
        for output in 0..<outputs {
          answers[place + output] = exp(Swift.min(scores[output * rows + row], 700))
        }
      case .softmax:
        var largest = -Double.infinity
        for output in 0..<outputs { largest = Swift.max(largest, scores[output * rows + row]) }
        var sum = 0.0
        for output in 0..<outputs {
          let term = exp(scores[output * rows + row] - largest)
          answers[place + output] = term
          sum += term
        }
        for output in 0..<outputs { answers[place + output] /= sum }
      }
    }
  }
}

// MARK: - Storage

extension LinearModel {
  /// The model as files of a bundle.
  public func artifact() throws(ModelsError) -> ModelArtifact {
    var file = Safetensors(metadata: ["model": ModelKind.linear.rawValue, "link": link.rawValue])
    file.set("coefficients", .doubles(coefficients, shape: [outputCount, featureCount]))
    file.set("intercepts", .doubles(intercepts, shape: [outputCount]))
    return ModelArtifact(kind: .linear, files: [Safetensors.fileName: try file.encoded()])
  }

  /// Reads a model for `problem`.
  init(_ file: Safetensors, problem: LearningProblem, featureCount: Int) throws(ModelsError) {
    let word = try file.word("link")
    guard let link = Link(rawValue: word), link.fits(problem) else {
      throw Safetensors.damaged("the link \"\(word)\" does not answer this problem")
    }
    let outputs = problem.outputCount
    self.init(
      link: link, coefficients: try file.doubles("coefficients", shape: [outputs, featureCount]),
      intercepts: try file.doubles("intercepts", shape: [outputs]), featureCount: featureCount)
  }
}

extension LinearModel.Link {
  fileprivate func fits(_ problem: LearningProblem) -> Bool {
    switch (self, problem.task) {
    case (.logistic, .binary), (.softmax, .multiclass): true
    case (.identity, .regression), (.exponential, .regression): true
    default: false
    }
  }
}
