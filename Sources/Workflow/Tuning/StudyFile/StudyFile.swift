import Foundation
import Search

/// What `lathe tune` is asked to do: a program, its parameters, and how to read its results.
///
/// `Documentation/study-file.md` describes the file.
public struct StudyFile: Sendable {
  /// The file itself.
  public let url: URL
  /// The study's name in its storage.
  public var name: String
  /// The program and its arguments.
  var command: [TextTemplate]
  /// Where the program runs.
  public var folder: URL
  /// Variables that every trial's program gets.
  var environment: [String: String] = [:]
  /// How parameters reach the program, beside places in the command.
  var passing = ParameterPassing()
  /// The parameters.
  public var space: SearchSpace
  /// What to make small or large.
  public var objectives: [Objective]
  /// What results must keep.
  var constraints: [Constraint] = []
  /// Values on the way.
  var reports: ReportRule?
  /// The last step that a program reports.
  public var maximumStep: Int?
  /// How often the program runs for one trial, whose values are the means.
  public var executions = 1
  /// The sampler.
  public var sampler: StrategyChoice?
  /// The scheduler.
  public var scheduler: StrategyChoice?
  /// How many trials the study is to have.
  public var trials: Int?
  /// How many seconds a run may last.
  public var seconds: Double?
  /// How many trials run at a time.
  public var parallel = 1
  /// How many seconds one trial may last.
  public var trialSeconds: Double?
  /// Seconds between the request to end and the end by force.
  var graceSeconds = 5.0
  /// How often a failed trial is begun again.
  public var retries = 0
  /// Failed trials one after the other that end a run.
  public var failures = 10
  /// Where the study lives, as text.
  public var storage: String
  /// The seed of every random choice.
  public var seed: UInt64 = 0
  /// Trials to run first.
  public var enqueued: [[String: ParameterValue]] = []

  /// Something to make small or large.
  public struct Objective: Sendable {
    /// What it is called.
    public var name: String
    /// Whether small or large values are good.
    public var direction: Direction
    /// Where its value is found.
    var source: ValueSource
  }

  /// A limit that results must keep.
  struct Constraint: Sendable {
    var name: String
    var source: ValueSource
    var bound: Double
    /// Whether the value must not be larger than the bound; else not smaller.
    var isUpper: Bool

    /// By how much a value breaks it: positive if it does.
    func violation(_ value: Double) -> Double { isUpper ? value - bound : bound - value }
  }

  /// The place of a file that belongs to the study: `study.trials` beside `study.yaml`.
  func companion(_ suffix: String) -> URL {
    url.deletingPathExtension().appendingPathExtension(suffix)
  }

  /// The folder with a folder for each trial.
  public var trialsFolder: URL { companion("trials") }
  /// Where the report is written.
  public var reportFile: URL { companion("html") }
}

/// How parameters reach a program, beside places in its command.
struct ParameterPassing: Sendable {
  /// Added to the command for each parameter, with places for `name` and `value`.
  var arguments: [TextTemplate] = []
  /// Begins the name of a variable for each parameter.
  var variablePrefix: String?
  /// Variables with places for parameters.
  var variables: [String: TextTemplate] = [:]
  /// A JSON file in the trial's folder.
  var file: String?

  /// Whether every parameter is passed in at least one of the ways.
  var passesAll: Bool { !arguments.isEmpty || variablePrefix != nil || file != nil }
}
