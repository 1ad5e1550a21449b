import Foundation
import Search

/// Finds results and values on the way in the lines that a program writes.
struct OutputReading {
  private let sources: [(source: ValueSource, expression: NSRegularExpression)]
  private let rule: ReportRule?
  private let ruleExpression: NSRegularExpression?
  /// The last value of each source.
  private(set) var values: [ValueSource: Double] = [:]
  /// The last text that a source found and that is not a number.
  private(set) var unreadable: [ValueSource: String] = [:]
  private var reportCount = 0

  /// A reading for sources, of which those that are not found in lines are passed over.
  init(_ sources: [ValueSource], reports: ReportRule?) {
    var found: [(ValueSource, NSRegularExpression)] = []
    for source in sources {
      // Patterns were checked when the study file was read.
      if let pattern = source.linePattern, let expression = try? NSRegularExpression(pattern: pattern) {
        found.append((source, expression))
      }
    }
    self.sources = found
    rule = reports
    let rulePattern: String? =
      switch reports {
      case .pattern(let pattern): pattern
      case .line(let name): ValueSource.line(name: name).linePattern
      case .json, nil: nil
      }
    ruleExpression = rulePattern.flatMap { try? NSRegularExpression(pattern: $0) }
  }

  /// Reads a line; the value on the way that it has, if it has one.
  mutating func read(_ line: String) -> IntermediateValue? {
    let text = line as NSString
    let whole = NSRange(location: 0, length: text.length)
    for (source, expression) in sources {
      guard let match = expression.matches(in: line, range: whole).last else { continue }
      let word = text.substring(
        with: match.numberOfRanges > 1 && match.range(at: 1).location != NSNotFound
          ? match.range(at: 1) : match.range)
      if let value = Self.number(word) { values[source] = value } else { unreadable[source] = word }
    }
    guard let (value, step) = report(line, text, whole) else { return nil }
    reportCount += 1
    return IntermediateValue(step: step ?? reportCount, value: value)
  }

  private func report(_ line: String, _ text: NSString, _ whole: NSRange) -> (Double, Int?)? {
    switch rule {
    case nil: return nil
    case .json(let valueKey, let stepKey):
      guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
        let value = JSONNumber.read(object[valueKey])
      else { return nil }
      let step = stepKey.flatMap { JSONNumber.read(object[$0]) }.flatMap { Int(exactly: $0) }
      return stepKey != nil && step == nil ? nil : (value, step)
    case .pattern, .line:
      guard let match = ruleExpression?.matches(in: line, range: whole).last else { return nil }
      guard case .pattern(let pattern) = rule else {
        return Self.number(text.substring(with: match.range(at: 1))).map { ($0, nil) }
      }
      func group(_ name: String) -> String? {
        guard pattern.contains("(?<\(name)>") else { return nil }
        let range = match.range(withName: name)
        return range.location == NSNotFound ? nil : text.substring(with: range)
      }
      guard let value = group("value").flatMap(Self.number) else { return nil }
      guard pattern.contains("(?<step>") else { return (value, nil) }
      guard let step = group("step").flatMap(Self.number).flatMap({ Int(exactly: $0) }) else { return nil }
      return (value, step)
    }
  }

  private static func number(_ text: String) -> Double? {
    Double(text.trimmingCharacters(in: .whitespaces))
  }
}

/// A number in parsed JSON.
enum JSONNumber {
  /// The number; `nil` for what is not one, `null` and booleans included.
  static func read(_ value: Any?) -> Double? {
    switch value {
    case is Bool: nil
    case let number as NSNumber: number.doubleValue
    // Python's json writes what is not finite as words, which other writers put into strings.
    case let text as String: Double(text)
    default: nil
    }
  }

  /// The number that keys lead to, through objects and lists.
  static func find(_ keys: [String], in value: Any) -> Double? {
    var value: Any? = value
    for key in keys {
      if let object = value as? [String: Any] {
        value = object[key]
      } else if let list = value as? [Any], let index = Int(key), list.indices.contains(index) {
        value = list[index]
      } else {
        return nil
      }
    }
    return read(value)
  }
}
