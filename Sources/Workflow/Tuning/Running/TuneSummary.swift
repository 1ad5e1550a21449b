import Foundation
import Search

/// What a run of `lathe tune` has found.
public struct TuneSummary: Encodable, Sendable {
  /// Why a run ended.
  public enum Ending: String, Encodable, Sendable {
    /// The study has all its trials.
    case complete
    /// Time was up.
    case time
    /// Somebody asked for it.
    case interrupted
  }

  /// The study's name.
  public let study: String
  /// Where it lives.
  public let storage: String
  /// The sampler.
  public let sampler: String
  /// What the sampler has decided by itself.
  public let explanation: String?
  /// Why the run ended.
  public let ending: Ending
  /// Trials by state.
  public let counts: [String: Int]
  /// What the objectives are called.
  public let objectives: [String]
  /// The best trial by the first objective.
  public let best: TrialDocument?
  /// For several objectives: the trials of which no other is better in all.
  public let front: [TrialDocument]?
  /// Seconds that the run lasted.
  public let seconds: Double
  /// The report.
  public let report: String

  /// The summary as one JSON document.
  public func json() throws -> String { try StudyDocuments.json(self) }
}

/// A trial as programs read it.
public struct TrialDocument: Encodable, Sendable {
  /// Its number.
  public let number: Int
  /// How it ended.
  public let state: String
  /// Its results by the names of the objectives.
  public let values: [String: Double]
  /// What it ran with.
  public let parameters: [String: ParameterValue]

  /// What programs read of `trial`, in a study with objectives of these names.
  public init(_ trial: TrialRecord, objectives: [String]) {
    number = trial.number
    state = trial.state.rawValue
    values = Dictionary(zip(objectives, trial.values), uniquingKeysWith: { first, _ in first })
    parameters = trial.parameters
  }
}

/// The one form of JSON that the tools write.
public enum StudyDocuments {
  /// A value as indented JSON with sorted keys; numbers that are not finite become words.
  public static func json(_ value: some Encodable) throws -> String {
    String(decoding: try encoder([.prettyPrinted]).encode(value), as: UTF8.self)
  }

  static func encoder(_ formatting: JSONEncoder.OutputFormatting = []) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    encoder.dateEncodingStrategy = .custom { date, encoder in
      var container = encoder.singleValueContainer()
      // The format cuts off what is less than a millisecond: half of one is added, so that a date that was read is
      // written as the same text again.
      try container.encode(date.addingTimeInterval(0.0005).formatted(.iso8601WithFraction))
    }
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }

  static func decoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom { decoder in
      let text = try decoder.singleValueContainer().decode(String.self)
      guard let date = try? Date(text, strategy: .iso8601WithFraction) else {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: decoder.codingPath, debugDescription: "\"\(text)\" is not a date"))
      }
      return date
    }
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}

extension FormatStyle where Self == Date.ISO8601FormatStyle {
  static var iso8601WithFraction: Date.ISO8601FormatStyle {
    Date.ISO8601FormatStyle(includingFractionalSeconds: true)
  }
}

extension ParseStrategy where Self == Date.ISO8601FormatStyle {
  static var iso8601WithFraction: Date.ISO8601FormatStyle {
    Date.ISO8601FormatStyle(includingFractionalSeconds: true)
  }
}
