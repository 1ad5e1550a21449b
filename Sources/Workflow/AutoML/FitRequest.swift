import Features
import LatheCore
import Metrics

/// What a person asks of a fit: the target and everything that may be chosen about it.
public struct FitRequest: Codable, Sendable, Hashable {
  /// What ends the search.
  public enum Budget: Codable, Sendable, Hashable {
    /// Wall time in seconds, from the start of reading the data to the last file written.
    case seconds(Double)
    /// Candidates tried. The result then depends on the data, the settings and the seed alone.
    case trials(Int)
  }

  /// How much model to make.
  public enum Preset: String, Codable, Sendable, CaseIterable {
    /// One model family, one validation split, a refit on all rows: seconds, and the smallest bundle.
    case fast
    /// Cross-validated candidates and their ensemble within the single-row latency limit.
    case balanced
    /// The best score: all folds of all chosen candidates, whatever a prediction costs.
    case best
  }

  /// How the classes are weighted in training.
  public enum ClassWeights: Codable, Sendable, Hashable {
    /// All rows alike.
    case none
    /// Inversely to the frequency of the class.
    case balanced
    /// By label.
    case explicit([String: Double])
  }

  /// The column to predict.
  public var target: String
  /// What ends the search.
  public var budget: Budget = .seconds(60)
  /// The objective; by default the task's standard.
  public var metric: Metric?
  /// The task, where it should not be inferred.
  public var task: PredictionTask?
  /// What a regression minimises.
  public var regressionLoss: RegressionLoss?
  /// How much model to make.
  public var preset: Preset = .balanced
  /// Seed of every random choice.
  public var seed: UInt64 = 0
  /// Threads the whole fit may use.
  public var threads = 2
  /// A column of non-negative row weights.
  public var weightColumn: String?
  /// Rows with the same value in this column stay on one side of every split.
  public var groupColumn: String?
  /// Validation rows come later in this column than training rows.
  public var timeColumn: String?
  /// Columns the prediction must rise (1) or fall (-1) with.
  public var monotone: [String: Int] = [:]
  /// How the classes are weighted in training.
  public var classWeights: ClassWeights = .none
  /// Columns not to learn from.
  public var ignoredColumns: Set<String> = []
  /// Upper limit of the time that models and features take for one row, in microseconds; what is around them takes some
  /// 40 more. No limit with ``Preset/best`` and in a search by trials.
  public var singleRowMicroseconds = 120.0
  /// Upper limit of the memory used, in bytes; by default three quarters of the machine's.
  public var memoryBytes: Int?

  /// A request to predict `target`.
  public init(target: String) { self.target = target }
}
