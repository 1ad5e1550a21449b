import Foundation

/// What a record belongs to: fits are only reused for the same data, settings and folds.
public struct RunIdentity: Sendable, Hashable {
  /// Digest of the training data.
  public let data: String
  /// The settings that change a fit, in a canonical form.
  public let settings: String
  /// The number of folds.
  public let folds: Int

  /// An identity.
  public init(data: String, settings: String, folds: Int) {
    self.data = data
    self.settings = settings
    self.folds = folds
  }
}

/// One finished fit of one candidate on one fold.
public struct RecordedFit: Sendable {
  /// How the fit went, beside its model.
  public struct Outcome: Codable, Sendable {
    /// Iterations the model keeps.
    public var iterations: Int?
    /// Validation loss after each iteration.
    public var validationLosses: [Double]
    /// Training loss after each iteration.
    public var trainingLosses: [Double]
    /// Why it ended.
    public var ending: String
    /// Seconds the fit took.
    public var seconds: Double

    /// An outcome.
    public init(
      iterations: Int?, validationLosses: [Double], trainingLosses: [Double], ending: String,
      seconds: Double
    ) {
      self.iterations = iterations
      self.validationLosses = validationLosses
      self.trainingLosses = trainingLosses
      self.ending = ending
      self.seconds = seconds
    }
  }

  /// The candidate's name, unique in its run.
  public let candidate: String
  /// The fold it was validated on.
  public let fold: Int
  /// How the model is stored.
  public let kind: String
  /// The model's files.
  public let files: [String: Data]
  /// How the fit went.
  public let outcome: Outcome
  /// Predictions for the fold's validation rows, row-major.
  public let predictions: [Double]

  /// A finished fit.
  public init(
    candidate: String, fold: Int, kind: String, files: [String: Data], outcome: Outcome,
    predictions: [Double]
  ) {
    self.candidate = candidate
    self.fold = fold
    self.kind = kind
    self.files = files
    self.outcome = outcome
    self.predictions = predictions
  }
}
