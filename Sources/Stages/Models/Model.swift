import Foundation
import LatheCore

/// A fitted model that answers: numbers in, predictions out. It needs no training library.
public protocol Model: Sendable {
  /// The number of features it reads.
  var featureCount: Int { get }
  /// Numbers it answers a row; see `LearningProblem.outputCount`.
  var outputCount: Int { get }
  /// Predictions for all rows, row-major, ``outputCount`` a row. Probabilities lie in [0, 1] and add to one.
  func predict(_ features: FeatureMatrix) -> [Double]
  /// The model as files of a bundle, to be read again by ``ModelArtifact/model(problem:featureCount:)``.
  func artifact() throws(ModelsError) -> ModelArtifact
}

/// How a model is stored.
public enum ModelKind: String, Codable, Sendable, Hashable, CaseIterable {
  /// Decision trees, as LightGBM's model text in `model.txt`.
  case trees
  /// A generalised linear model, in `weights.safetensors`.
  case linear
  /// A kernel machine, in `weights.safetensors`.
  case kernel
  /// Training rows to compare with, in `weights.safetensors`.
  case neighbours
  /// One answer for all rows, in `weights.safetensors`.
  case constant
}

/// A model as the files a bundle stores for it.
public struct ModelArtifact: Sendable {
  /// Which reader the files are for.
  public let kind: ModelKind
  /// File name, without folder, to contents.
  public let files: [String: Data]

  /// An artifact of `files`.
  public init(kind: ModelKind, files: [String: Data]) {
    self.kind = kind
    self.files = files
  }
}
