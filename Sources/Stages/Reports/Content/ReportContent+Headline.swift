import Foundation
import LatheCore

extension ReportContent {
  /// What was predicted and how well.
  public struct Headline: Codable, Sendable, Hashable {
    /// The column that is predicted.
    public var target: String
    /// The kind of answer.
    public var task: PredictionTask
    /// Why this task, e.g. "two distinct values: <=50K and >50K".
    public var taskReason: String
    /// The score that was optimised, e.g. "ROC AUC".
    public var metric: String
    /// Whether larger scores are better.
    public var higherIsBetter: Bool
    /// The final model on validation data.
    public var validation: ScoreEstimate?
    /// The final model on the test file, if there was one.
    public var test: ScoreEstimate?
    /// The validation score of always giving the best constant answer.
    public var baseline: Double?
    /// Further scores of the final model.
    public var otherScores: [OtherScore]
    /// The final model in a few words, e.g. "ensemble of 5 models".
    public var model: String?
    /// What a reader must know first, e.g. that the run was interrupted.
    public var notice: String?
    /// When the run ended.
    public var date: Date
    /// Wall-clock seconds of the run.
    public var seconds: Double
    /// The seed of every random choice.
    public var seed: UInt64

    /// A headline; scores may be missing.
    public init(
      target: String, task: PredictionTask, taskReason: String, metric: String, higherIsBetter: Bool,
      validation: ScoreEstimate? = nil, test: ScoreEstimate? = nil, baseline: Double? = nil,
      otherScores: [OtherScore] = [], model: String? = nil, notice: String? = nil, date: Date,
      seconds: Double, seed: UInt64
    ) {
      self.target = target
      self.task = task
      self.taskReason = taskReason
      self.metric = metric
      self.higherIsBetter = higherIsBetter
      self.validation = validation
      self.test = test
      self.baseline = baseline
      self.otherScores = otherScores
      self.model = model
      self.notice = notice
      self.date = date
      self.seconds = seconds
      self.seed = seed
    }
  }

  /// A score and how sure it is.
  public struct ScoreEstimate: Codable, Sendable, Hashable {
    /// The score.
    public var value: Double
    /// The lower end of the confidence interval.
    public var lower: Double?
    /// The upper end of the confidence interval.
    public var upper: Double?
    /// The level of the interval, e.g. 0.95.
    public var level: Double
    /// The rows it was measured on.
    public var rowCount: Int?

    /// A score, with an interval where there is one.
    public init(
      _ value: Double, lower: Double? = nil, upper: Double? = nil, level: Double = 0.95,
      rowCount: Int? = nil
    ) {
      self.value = value
      self.lower = lower
      self.upper = upper
      self.level = level
      self.rowCount = rowCount
    }
  }

  /// A score that was measured but not optimised.
  public struct OtherScore: Codable, Sendable, Hashable {
    /// The score's name.
    public var metric: String
    /// The final model on validation data.
    public var validation: Double?
    /// The final model on the test file.
    public var test: Double?
    /// The best constant answer on validation data.
    public var baseline: Double?

    /// A further score.
    public init(
      _ metric: String, validation: Double? = nil, test: Double? = nil, baseline: Double? = nil
    ) {
      self.metric = metric
      self.validation = validation
      self.test = test
      self.baseline = baseline
    }
  }
}
