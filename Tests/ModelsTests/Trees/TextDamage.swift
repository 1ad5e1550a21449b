import Foundation
import LatheCore

/// A way to damage a model text.
enum TextDamage: String, CaseIterable {
  case cut, changedByte, changedNumber, removedLine, repeatedLine, swappedLines, extremeNumber, otherChild

  func applied(to text: String, _ random: inout RandomSource) -> String {
    switch self {
    case .cut: return String(text.prefix(Int.random(in: 0..<text.count, using: &random)))
    case .changedByte:
      var bytes = Array(text.utf8)
      let place = Int.random(in: 0..<bytes.count, using: &random)
      bytes[place] = UInt8.random(in: 9..<127, using: &random)
      return String(decoding: bytes, as: UTF8.self)
    case .changedNumber:
      return Self.replacingWord(of: text, &random) { "\(Int.random(in: -50...50, using: &$0))" }
    case .extremeNumber:
      let words = [
        "nan", "inf", "-inf", "1e999", "-1e308", "1e308", "9223372036854775807", "-9223372036854775808",
        "4294967296", "99999999999999999999", "0x10", "", " ", "-", "1e", "1.", "-0",
      ]
      return Self.replacingWord(of: text, &random) { words[Int.random(in: 0..<words.count, using: &$0)] }
    case .otherChild:
      return Self.replacingWord(of: text, inLines: ["left_child", "right_child", "split_feature"], &random) {
        "\(Int.random(in: -10...10, using: &$0))"
      }
    case .removedLine, .repeatedLine, .swappedLines:
      var lines = text.components(separatedBy: "\n")
      let place = Int.random(in: 0..<lines.count, using: &random)
      switch self {
      case .removedLine: lines.remove(at: place)
      case .repeatedLine: lines.insert(lines[place], at: Int.random(in: 0..<lines.count, using: &random))
      default: lines.swapAt(place, Int.random(in: 0..<lines.count, using: &random))
      }
      return Self.withSizes(lines.joined(separator: "\n"))
    }
  }

  private static func replacingWord(
    of text: String, inLines names: [String]? = nil, _ random: inout RandomSource,
    by word: (inout RandomSource) -> String
  ) -> String {
    var lines = text.components(separatedBy: "\n")
    let fields = lines.indices.filter { line in
      lines[line].contains("=") && names?.contains { lines[line].hasPrefix($0) } ?? true
    }
    guard let line = fields.randomElement(using: &random) else { return text }
    let parts = lines[line].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    var words = parts[1].components(separatedBy: " ")
    words[Int.random(in: 0..<words.count, using: &random)] = word(&random)
    lines[line] = parts[0] + "=" + words.joined(separator: " ")
    return withSizes(lines.joined(separator: "\n"))
  }

  /// The text with the sizes of its trees put right, so that damage within a tree is met by what reads the tree.
  static func withSizes(_ text: String) -> String {
    guard let start = text.range(of: "Tree=0\n"),
      let end = text.range(of: "end of trees"), start.lowerBound < end.lowerBound
    else { return text }
    let trees = text[start.lowerBound..<end.lowerBound].components(separatedBy: "\n\n\n").dropLast()
    let sizes = "tree_sizes=" + trees.map { "\($0.utf8.count + 3)" }.joined(separator: " ")
    let head = text[..<start.lowerBound].components(separatedBy: "\n").map { line in
      line.hasPrefix("tree_sizes=") && !trees.isEmpty ? sizes : line
    }
    return head.joined(separator: "\n") + text[start.lowerBound...]
  }
}
