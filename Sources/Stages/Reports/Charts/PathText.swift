/// The `d` attribute of an SVG path, in tenths of a pixel.
struct PathText {
  private(set) var text = ""

  mutating func move(_ x: Double, _ y: Double) { append("M", x, y) }

  mutating func line(_ x: Double, _ y: Double) { append("L", x, y) }

  /// A closed rectangle.
  mutating func rectangle(x: Double, y: Double, width: Double, height: Double) {
    move(x, y)
    text += "h\(Self.number(width))v\(Self.number(height))h\(Self.number(-width))Z"
  }

  private mutating func append(_ command: String, _ x: Double, _ y: Double) {
    text += "\(command)\(Self.number(x)) \(Self.number(y))"
  }

  /// `value` rounded to a tenth, without superfluous digits.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let tenths = Int((min(max(value, -1e6), 1e6) * 10).rounded())
    let whole = abs(tenths) / 10
    let rest = abs(tenths) % 10
    return (tenths < 0 ? "-" : "") + (rest == 0 ? "\(whole)" : "\(whole).\(rest)")
  }
}
