extension ReportContent {
  /// The models that were tried.
  public struct Leaderboard: Codable, Sendable, Hashable {
    /// The models and the ensemble, best first.
    public var entries: [LeaderboardEntry]
    /// Each score as it became known, in order of time, of single models and of the ensemble.
    public var progress: [ProgressPoint]
    /// What was tried without a result.
    public var failures: [Failure]

    /// A leaderboard.
    public init(
      entries: [LeaderboardEntry] = [], progress: [ProgressPoint] = [], failures: [Failure] = []
    ) {
      self.entries = entries
      self.progress = progress
      self.failures = failures
    }
  }

  /// A model in numbers.
  public struct LeaderboardEntry: Codable, Sendable, Hashable {
    /// The model's name, unique in the run.
    public var name: String
    /// Its family, e.g. "boosted trees"; the same words as in ``Span/family``.
    public var family: String
    /// Its score on validation data, in the headline's metric.
    public var validationScore: Double
    /// The standard deviation of that score over the folds.
    public var foldDeviation: Double?
    /// Its score on the test file.
    public var testScore: Double?
    /// Seconds of fitting, all folds together.
    public var fitSeconds: Double?
    /// Iterations kept, averaged over the folds.
    public var iterations: Double?
    /// Microseconds to answer one row.
    public var predictMicroseconds: Double?
    /// Its size in the bundle.
    public var bytes: Int?
    /// Its share of the ensemble, 0 to 1; `nil` for the ensemble itself.
    public var ensembleWeight: Double?
    /// Its parameters as a person reads them.
    public var parameters: String?

    /// A model in numbers.
    public init(
      name: String, family: String, validationScore: Double, foldDeviation: Double? = nil,
      testScore: Double? = nil, fitSeconds: Double? = nil, iterations: Double? = nil,
      predictMicroseconds: Double? = nil, bytes: Int? = nil, ensembleWeight: Double? = nil,
      parameters: String? = nil
    ) {
      self.name = name
      self.family = family
      self.validationScore = validationScore
      self.foldDeviation = foldDeviation
      self.testScore = testScore
      self.fitSeconds = fitSeconds
      self.iterations = iterations
      self.predictMicroseconds = predictMicroseconds
      self.bytes = bytes
      self.ensembleWeight = ensembleWeight
      self.parameters = parameters
    }
  }

  /// A validation score and when it became known.
  public struct ProgressPoint: Codable, Sendable, Hashable {
    /// Seconds from the start of the run.
    public var seconds: Double
    /// The score.
    public var score: Double
    /// What reached it.
    public var model: String

    /// The score that `model` reached after `seconds`.
    public init(seconds: Double, score: Double, model: String) {
      self.seconds = seconds
      self.score = score
      self.model = model
    }
  }

  /// A model that gave no result.
  public struct Failure: Codable, Sendable, Hashable {
    /// The model's name.
    public var name: String
    /// Why there is no result.
    public var reason: String

    /// A model without a result.
    public init(_ name: String, reason: String) {
      self.name = name
      self.reason = reason
    }
  }

  /// Loss by iteration of one model.
  public struct LearningCurve: Codable, Sendable, Hashable {
    /// The model's name.
    public var model: String
    /// The loss, e.g. "log loss".
    public var metric: String
    /// Iteration and loss on validation rows.
    public var validation: [Point]
    /// Iteration and loss on training rows.
    public var training: [Point]
    /// The iteration that was kept.
    public var bestIteration: Int?

    /// A learning curve.
    public init(
      model: String, metric: String, validation: [Point], training: [Point] = [],
      bestIteration: Int? = nil
    ) {
      self.model = model
      self.metric = metric
      self.validation = validation
      self.training = training
      self.bestIteration = bestIteration
    }
  }
}
