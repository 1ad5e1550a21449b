import Foundation

/// Where a number is found after a program has ended.
enum ValueSource: Sendable, Hashable {
  /// The last line of the output that is nothing but a number.
  case lastNumber
  /// The last `NAME=NUMBER` or `NAME: NUMBER` in the output.
  case line(name: String)
  /// The first group of a regular expression, or all of it if it has none, at its last match in a line.
  case pattern(String)
  /// A number in a JSON file: the place of the file and the keys that lead to the number.
  case json(file: TextTemplate, keys: [String])
  /// How long the program ran.
  case seconds
  /// The last value that was reported on the way.
  case lastReport
  /// The best value that was reported on the way.
  case bestReport

  /// A decimal number, or one of the words that programs print where there is none.
  static let number = #"[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|(?i:nan|inf(?:inity)?))"#

  /// The regular expression that finds it in a line; `nil` if it is not found in lines.
  var linePattern: String? {
    switch self {
    case .lastNumber: "^\\s*(\(Self.number))\\s*$"
    case .line(let name):
      "(?<![\\w.-])\(NSRegularExpression.escapedPattern(for: name))\\s*[=:]\\s*(\(Self.number))(?![\\w.])"
    case .pattern(let pattern): pattern
    case .json, .seconds, .lastReport, .bestReport: nil
    }
  }
}

/// How values on the way are found in a line of output.
enum ReportRule: Sendable, Hashable {
  /// The groups `value` and, unless steps are counted, `step` of a regular expression.
  case pattern(String)
  /// `NAME=NUMBER`; steps are counted from 1.
  case line(name: String)
  /// Lines that are JSON objects with these keys; steps are counted from 1 if they have none.
  case json(value: String, step: String?)
}
