import Foundation
import LatheCore

@testable import Bundles

/// Makes damaged bundles from a good one, each from a seed.
struct BundleFuzzer {
  /// A damaged bundle.
  struct Sample {
    var files: [String: Data]
    /// What was done to it.
    var story: [String] = []
    /// Whether the digests were made to fit again, so that only the deeper checks can find the damage.
    var isRelisted = false
  }

  private let files: [String: Data]
  private let paths: [String]
  /// Per JSON file, the places of its strings, numbers and words.
  private let tokens: [String: [Range<Int>]]

  init(files: [String: Data]) {
    self.files = files
    paths = files.keys.sorted()
    tokens = files.filter { $0.key.hasSuffix(".json") }.mapValues { Self.tokens(of: [UInt8]($0)) }
  }

  /// The damaged bundle of `seed`.
  func sample(seed: UInt64) -> Sample {
    var random = RandomSource(seed: seed, stream: "fuzz")
    var sample = Sample(files: files)
    if Int.random(in: 0..<10, using: &random) < 3 {
      damage(&sample, using: &random)
      return sample
    }
    for _ in 0..<Int.random(in: 1...3, using: &random) { edit(&sample, using: &random) }
    sample.files[BundlePath.digests] = nil
    sample.files[BundlePath.digests] = DigestList(of: sample.files).text
    sample.isRelisted = true
    return sample
  }

  /// What a bad disk, a bad copy or a careless person does.
  private func damage(_ sample: inout Sample, using random: inout RandomSource) {
    let path = pick(paths, &random)
    var bytes = [UInt8](files[path] ?? Data())
    switch Int.random(in: 0..<7, using: &random) {
    case 0: sample.files[path] = nil
    case 1: sample.files[path] = Data(bytes.prefix(Int.random(in: 0..<bytes.count, using: &random)))
    case 2: sample.files[path] = Data(bytes + [UInt8.random(in: 0...255, using: &random)])
    case 3: sample.files[pick(Self.strangePaths, &random)] = Data(bytes)
    case 4:
      let other = pick(paths, &random)
      sample.files[path] = files[other]
      sample.files[other] = files[path]
    default:
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
      sample.files[path] = Data(bytes)
    }
    sample.story.append("damage \(path)")
  }

  /// What somebody does who wants to break the loader.
  private func edit(_ sample: inout Sample, using random: inout RandomSource) {
    switch Int.random(in: 0..<20, using: &random) {
    case 0..<11: replaceToken(&sample, using: &random)
    case 11..<13: rearrangeLines(&sample, using: &random)
    case 13..<18:
      scramble(pick(paths.filter { $0.hasPrefix(BundlePath.members) }, &random), &sample, using: &random)
    case 18: scramble(pick(paths, &random), &sample, using: &random)
    default:
      let old = pick(paths, &random)
      let new = pick(Self.strangePaths + paths, &random)
      sample.files[new] = sample.files[old]
      sample.story.append("copy \(old) to \(new)")
    }
  }

  private func replaceToken(_ sample: inout Sample, using random: inout RandomSource) {
    let path = pick(tokens.keys.sorted(), &random)
    // Places are those of the intact file, so a second edit of one file replaces the first.
    guard let places = tokens[path], !places.isEmpty, let data = files[path] else { return }
    let place = pick(places, &random)
    let other = pick(places, &random)
    let new =
      Int.random(in: 0..<4, using: &random) == 0
      ? data[other] : Data(pick(Self.strangeTokens, &random).utf8)
    sample.files[path] = data[..<place.lowerBound] + new + data[place.upperBound...]
    sample.story.append(
      "\(path): \(String(decoding: data[place], as: UTF8.self)) to \(String(decoding: new.prefix(40), as: UTF8.self))"
    )
  }

  private func rearrangeLines(_ sample: inout Sample, using random: inout RandomSource) {
    let path = pick(tokens.keys.sorted(), &random)
    guard var lines = files[path]?.split(separator: 10, omittingEmptySubsequences: false), lines.count > 4
    else { return }
    let first = Int.random(in: lines.indices, using: &random)
    let second = Int.random(in: lines.indices, using: &random)
    switch Int.random(in: 0..<3, using: &random) {
    case 0: lines.remove(at: first)
    case 1: lines.insert(lines[first], at: second)
    default: lines.swapAt(first, second)
    }
    sample.files[path] = Data(lines.joined(separator: [10]))
    sample.story.append("\(path): lines \(first) and \(second)")
  }

  private func scramble(_ path: String, _ sample: inout Sample, using random: inout RandomSource) {
    guard let data = sample.files[path], !data.isEmpty else { return }
    var bytes = [UInt8](data)
    let position = Int.random(in: bytes.indices, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes.removeLast(bytes.count - position)
    case 1: bytes.insert(contentsOf: bytes.prefix(position), at: position)
    case 2: bytes[position] = pick([0, 255, 127, 128, 45, 57], &random)
    case 3:
      for offset in position..<min(position + 8, bytes.count) {
        bytes[offset] = UInt8.random(in: 0...255, using: &random)
      }
    default: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    }
    sample.files[path] = Data(bytes)
    sample.story.append("\(path): bytes from \(position)")
  }

  private func pick<Element>(_ elements: [Element], _ random: inout RandomSource) -> Element {
    elements[Int.random(in: elements.indices, using: &random)]
  }

  private static let strangePaths = [
    "../escape", "/etc/passwd", "members/../../x", "a\\b", "a\u{0}b", "members/linear-1/extra", "evil.sh",
    "members", "members//x", ".hidden", "MANIFEST.JSON", String(repeating: "x", count: 5_000),
  ]

  private static let strangeTokens = [
    "0", "-1", "1", "2", "3", "1e308", "-1e308", "1e400", "5e-324", "0.5", "2147483648", "-2147483649",
    "9223372036854775807", "9223372036854775808", "99999999999999999999999", "1e18", "NaN", "\"NaN\"",
    "\"Infinity\"", "\"-Infinity\"", "null", "true", "false", "[]", "{}", "\"\"", "\"../../x\"",
    "\"/etc/passwd\"", "\"a\\u0000b\"", "\"\\ud800\"", "[[[[[[1]]]]]]",
    String(repeating: "[", count: 5_000), String(repeating: "{\"a\":", count: 1_000),
    "\"\(String(repeating: "y", count: 10_000))\"", "-0", "1E+2", "0x10", "01", "\"é\"", "1,2", "1: 2", "",
  ]

  /// The places of strings (keys too), numbers and words in a JSON text.
  private static func tokens(of json: [UInt8]) -> [Range<Int>] {
    var places: [Range<Int>] = []
    var index = 0
    while index < json.count {
      let start = index
      if json[index] == UInt8(ascii: "\"") {
        index += 1
        while index < json.count, json[index] != UInt8(ascii: "\"") {
          index += json[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        index += 1
        places.append(start..<min(index, json.count))
      } else if " \n[]{}:,".utf8.contains(json[index]) {
        index += 1
      } else {
        while index < json.count, !" \n[]{}:,".utf8.contains(json[index]) { index += 1 }
        places.append(start..<index)
      }
    }
    return places
  }
}
