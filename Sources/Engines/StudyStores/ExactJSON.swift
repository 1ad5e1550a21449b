import Search

/// The JSON in the columns of a trial.
///
/// It reads back what was written, which JSON by itself does not promise: a real number has a point or an exponent, a whole
/// one has none, and numbers that JSON lacks are written as `{"number": "inf"}` among parameters and as strings in lists of
/// numbers. Keys are in order, so that equal values have equal texts.
enum ExactJSON {
  static func text(_ parameters: [String: ParameterValue]) -> String {
    object(parameters) { value, text in
      switch value {
      case .number(let number) where !number.isFinite: text += "{\"number\": \"\(number)\"}"
      case .number(let number): text += "\(number)"
      case .integer(let number): text += "\(number)"
      case .boolean(let value): text += value ? "true" : "false"
      case .text(let value): append(value, to: &text)
      }
    }
  }

  static func text(_ notes: [String: String]) -> String { object(notes) { append($0, to: &$1) } }

  static func text(_ numbers: [Double]) -> String {
    "[" + numbers.map { $0.isFinite ? "\($0)" : "\"\($0)\"" }.joined(separator: ", ") + "]"
  }

  private static func object<Value>(
    _ values: [String: Value], _ appendValue: (Value, inout String) -> Void
  ) -> String {
    var text = "{"
    for (key, value) in values.sorted(by: { $0.key < $1.key }) {
      if text.utf8.count > 1 { text += ", " }
      append(key, to: &text)
      text += ": "
      appendValue(value, &text)
    }
    return text + "}"
  }

  private static func append(_ string: String, to text: inout String) {
    text += "\""
    if string.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
      text += string
    } else {
      for scalar in string.unicodeScalars { append(scalar, to: &text) }
    }
    text += "\""
  }

  private static func append(_ scalar: Unicode.Scalar, to text: inout String) {
    switch scalar {
    case "\"": text += "\\\""
    case "\\": text += "\\\\"
    case _ where scalar.value < 0x20:
      text += "\\u00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
    default: text.unicodeScalars.append(scalar)
    }
  }

  // MARK: Reading

  /// The parameters in a text; `nil` if it is no such text.
  static func parameters(_ text: String) -> [String: ParameterValue]? {
    reading(text) { $0.object { reader in reader.parameterValue() } }
  }

  static func notes(_ text: String) -> [String: String]? {
    reading(text) { $0.object { reader in reader.string() } }
  }

  static func numbers(_ text: String) -> [Double]? {
    reading(text) { $0.list { reader in reader.number() } }
  }

  private static func reading<Value>(_ text: String, _ body: (inout ExactJSONReader) -> Value?) -> Value? {
    var text = text
    return text.withUTF8 { bytes in
      var reader = ExactJSONReader(bytes: bytes)
      let value = body(&reader)
      return reader.isAtEnd ? value : nil
    }
  }
}
