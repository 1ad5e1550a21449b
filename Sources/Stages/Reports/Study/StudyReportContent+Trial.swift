extension StudyReportContent {
  /// One trial.
  public struct Trial: Codable, Sendable, Hashable {
    /// Where a trial is in its life.
    public enum State: String, Codable, Sendable, Hashable, CaseIterable {
      /// It ended with a result.
      case complete
      /// It was stopped early.
      case pruned
      /// It ended without a result.
      case failed
      /// It runs, or waits to.
      case open
    }

    /// The value of a parameter.
    public enum Value: Codable, Sendable, Hashable {
      /// A number.
      case number(Double)
      /// A choice, as a person reads it.
      case choice(String)
    }

    /// Its number in the study.
    public var number: Int
    /// Where it is in its life.
    public var state: State
    /// Its results, one an objective; empty if it has none.
    public var values: [Double]
    /// What it ran with.
    public var parameters: [String: Value]
    /// Whether the constraints hold.
    public var isFeasible: Bool
    /// Whether no other trial is better in every objective; with one objective, whether it is the best.
    public var isBest: Bool
    /// Values on the way, by step.
    public var curve: [ReportContent.Point]
    /// When it began, in seconds from the beginning of the study.
    public var start: Double?
    /// When it ended, in seconds from the beginning of the study.
    public var end: Double?
    /// The worker, and its slot where it ran several trials at a time.
    public var lane: String?
    /// Why it failed.
    public var failure: String?

    /// A trial.
    public init(
      number: Int, state: State, values: [Double] = [], parameters: [String: Value] = [:],
      isFeasible: Bool = true, isBest: Bool = false, curve: [ReportContent.Point] = [], start: Double? = nil,
      end: Double? = nil, lane: String? = nil, failure: String? = nil
    ) {
      self.number = number
      self.state = state
      self.values = values
      self.parameters = parameters
      self.isFeasible = isFeasible
      self.isBest = isBest
      self.curve = curve
      self.start = start
      self.end = end
      self.lane = lane
      self.failure = failure
    }

    /// The finite result of one objective; `nil` if there is none.
    func value(_ objective: Int) -> Double? {
      guard state == .complete, objective < values.count, values[objective].isFinite else { return nil }
      return values[objective]
    }

    /// What it ran with, in words.
    func summary(_ parameters: [Parameter]) -> String {
      parameters.prefix(5).compactMap { parameter in
        self.parameters[parameter.name].map {
          "\(parameter.name.shortened(to: 24)) = \($0.text.shortened(to: 24))"
        }
      }.joined(separator: "\n")
    }
  }
}

extension StudyReportContent.Trial.Value {
  /// The value as a person reads it.
  var text: String {
    switch self {
    case .number(let number): NumberText.plain(number, digits: 4)
    case .choice(let choice): choice
    }
  }
}
