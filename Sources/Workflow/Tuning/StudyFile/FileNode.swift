import Foundation
import Search
import Yams

/// A part of a study file that knows its place, for messages.
struct FileNode {
  let path: String
  /// Where it is in the file: `objectives[0].line`.
  let key: String
  let node: Node

  /// What is wrong here.
  func error(_ problem: String, remedy: String? = nil) -> TuningError {
    .studyFile(
      path: path, line: node.mark?.line, key: key.isEmpty ? nil : key, problem: problem, remedy: remedy)
  }

  /// The parts of a mapping, all of which must be `known`.
  func fields(_ known: [String]) throws(TuningError) -> [String: FileNode] {
    var fields: [String: FileNode] = [:]
    for (name, field) in try entries() {
      guard known.contains(name) else {
        throw field.error("unknown key", remedy: NearestName.remedy(for: name, among: known))
      }
      fields[name] = field
    }
    return fields
  }

  /// The parts of a mapping, in their order.
  func entries() throws(TuningError) -> [(name: String, field: FileNode)] {
    guard let mapping = node.mapping else {
      throw error("\(kindOfNode), where keys with values were expected")
    }
    var entries: [(String, FileNode)] = []
    for (name, value) in mapping {
      guard let name = name.scalar?.string else { throw error("a key is not a plain word") }
      entries.append(
        (name, FileNode(path: path, key: key.isEmpty ? name : "\(key).\(name)", node: value)))
    }
    return entries
  }

  /// The parts of a list.
  func items() throws(TuningError) -> [FileNode] {
    guard let sequence = node.sequence else { throw error("\(kindOfNode), where a list was expected") }
    return sequence.enumerated().map { FileNode(path: path, key: "\(key)[\($0)]", node: $1) }
  }

  var isList: Bool { node.sequence != nil }
  var isMapping: Bool { node.mapping != nil }

  /// A plain value as it is written.
  func text() throws(TuningError) -> String {
    guard let scalar = node.scalar else { throw error("\(kindOfNode), where a plain value was expected") }
    return scalar.string
  }

  /// Text that is not empty.
  func word() throws(TuningError) -> String {
    let text = try text()
    guard !text.isEmpty else { throw error("it is empty") }
    return text
  }

  /// A value of a parameter. As in YAML 1.2, `yes`, `no`, `on` and `off` are words; what is quoted is text.
  func value() throws(TuningError) -> ParameterValue {
    let text = try text()
    guard node.scalar?.style == .plain || node.scalar?.style == .any else { return .text(text) }
    switch text {
    case "true", "True", "TRUE": return .boolean(true)
    case "false", "False", "FALSE": return .boolean(false)
    default: break
    }
    if let integer = Int(text) { return .integer(integer) }
    if let number = Self.number(text) { return .number(number) }
    return .text(text)
  }

  /// A finite number.
  func number() throws(TuningError) -> Double {
    let text = try text()
    guard let number = Self.number(text) else { throw error("\"\(text)\" is not a number") }
    return number
  }

  /// A whole number within limits.
  func integer(_ range: ClosedRange<Int>) throws(TuningError) -> Int {
    let text = try text()
    guard let integer = Int(text) ?? Self.number(text).flatMap({ Int(exactly: $0) }) else {
      throw error("\"\(text)\" is not a whole number")
    }
    guard range.contains(integer) else {
      throw error(
        "\(integer) is out of range",
        remedy: range.upperBound == .max
          ? "Give at least \(range.lowerBound)."
          : "Give a number from \(range.lowerBound) to \(range.upperBound).")
    }
    return integer
  }

  /// Yes or no.
  func boolean() throws(TuningError) -> Bool {
    guard case .boolean(let value) = try value() else {
      throw error("\"\(try text())\" is neither true nor false")
    }
    return value
  }

  /// A stretch of time: `90`, `60s`, `5m`, `1h`.
  func seconds() throws(TuningError) -> Double {
    let text = try text()
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
    let unit = text.last.flatMap { units[$0] }
    let number = Self.number(
      unit == nil ? text : String(text.dropLast()).trimmingCharacters(in: .whitespaces))
    guard let number, number > 0, number * (unit ?? 1) <= 1e8 else {
      throw error("\"\(text)\" is not a time", remedy: "Write it as 90, 60s, 5m, 1h or 2d.")
    }
    return number * (unit ?? 1)
  }

  /// One of several words.
  func choice<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) throws(TuningError) -> Choice
  where Choice.RawValue == String {
    let text = try text()
    guard let choice = Choice(rawValue: text) else {
      throw error(
        "there is no \"\(text)\"",
        remedy: NearestName.remedy(for: text, among: Choice.allCases.map(\.rawValue)))
    }
    return choice
  }

  /// A decimal number; not what else `Double` reads, such as `nan` or `0x1p3`.
  private static func number(_ text: String) -> Double? {
    guard let first = text.first(where: { $0 != "+" && $0 != "-" }), first.isNumber || first == ".",
      text.allSatisfy({ $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }), let number = Double(text),
      number.isFinite
    else { return nil }
    return number
  }

  private var kindOfNode: String {
    if node.mapping != nil { return "there are keys with values" }
    if node.sequence != nil { return "there is a list" }
    return "there is \"\(node.scalar?.string.prefix(40) ?? "")\""
  }
}
