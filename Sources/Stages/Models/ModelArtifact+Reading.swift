import Foundation
import LatheCore

extension ModelArtifact {
  /// The model in these files.
  ///
  /// - Parameters:
  ///   - problem: What the model must answer.
  ///   - featureCount: The number of features it must read.
  /// - Throws: ``ModelsError/damaged(file:reason:)`` if the files are not a model for this problem.
  public func model(problem: LearningProblem, featureCount: Int) throws(ModelsError) -> any Model {
    switch kind {
    case .trees:
      return try TreeEnsemble(text: file(TreeEnsemble.fileName), problem: problem, featureCount: featureCount)
    case .linear: return try LinearModel(weights(), problem: problem, featureCount: featureCount)
    case .kernel: return try KernelModel(weights(), problem: problem, featureCount: featureCount)
    case .neighbours: return try NeighboursModel(weights(), problem: problem, featureCount: featureCount)
    case .constant: return try ConstantModel(weights(), problem: problem, featureCount: featureCount)
    }
  }

  private func weights() throws(ModelsError) -> Safetensors {
    let weights = try Safetensors(file(Safetensors.fileName))
    guard try weights.word("model") == kind.rawValue else {
      throw Safetensors.damaged("it does not hold a model of the kind \"\(kind.rawValue)\"")
    }
    return weights
  }

  private func file(_ name: String) throws(ModelsError) -> Data {
    guard let file = files[name] else { throw .damaged(file: name, reason: "the file is missing") }
    return file
  }
}
