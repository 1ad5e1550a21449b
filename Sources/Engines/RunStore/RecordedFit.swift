import Foundation

/// What a record belongs to: fits are only reused for the same data and settings.
public struct RunIdentity: Sendable, Hashable {
  /// Digest of the training data and of how its columns were read.
  public let data: String
  /// The settings that change a fit, in a canonical form.
  public let settings: String

  /// An identity.
  public init(data: String, settings: String) {
    self.data = data
    self.settings = settings
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
    /// Training loss as often as the learner looked at it.
    public var trainingLosses: [Double]
    /// Why it ended.
    public var ending: String
    /// Seconds the fit took.
    public var seconds: Double
    /// The learner's hyper-parameters: a fit with others is another fit.
    public var parameters: [String: String]
    /// The learning rate, where the learner has one that is adapted to the time.
    public var learningRate: Double?
    /// What a search proposed, as it encodes it; `nil` for candidates that it did not propose.
    public var proposal: Data?

    /// An outcome.
    public init(
      iterations: Int?, validationLosses: [Double], trainingLosses: [Double], ending: String,
      seconds: Double, parameters: [String: String], learningRate: Double?, proposal: Data? = nil
    ) {
      self.proposal = proposal
      self.parameters = parameters
      self.learningRate = learningRate
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
