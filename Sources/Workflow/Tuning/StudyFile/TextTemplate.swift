/// Text with places for values: `--rate={rate}`. Two braces stand for one; a brace that begins no name stands for itself.
struct TextTemplate: Sendable, Hashable {
  private enum Part: Sendable, Hashable {
    case text(String)
    case place(String)
  }

  private var parts: [Part] = []

  /// The names of its places, in their order.
  var names: [String] {
    parts.compactMap { part in
      if case .place(let name) = part { name } else { nil }
    }
  }

  /// A template.
  init(_ template: String) {
    var text = ""
    var rest = template[...]
    while let character = rest.first {
      if rest.hasPrefix("{{") || rest.hasPrefix("}}") {
        text.append(character)
        rest = rest.dropFirst(2)
      } else if character == "{", let end = rest.firstIndex(of: "}"),
        Self.isName(rest[rest.index(after: rest.startIndex)..<end])
      {
        if !text.isEmpty { parts.append(.text(text)) }
        text = ""
        parts.append(.place(String(rest[rest.index(after: rest.startIndex)..<end])))
        rest = rest[rest.index(after: end)...]
      } else {
        text.append(character)
        rest = rest.dropFirst()
      }
    }
    if !text.isEmpty || parts.isEmpty { parts.append(.text(text)) }
  }

  /// The text with values in its places; `nil` if one of them has none.
  func text(_ values: [String: String]) -> String? {
    var text = ""
    for part in parts {
      switch part {
      case .text(let literal): text += literal
      case .place(let name):
        guard let value = values[name] else { return nil }
        text += value
      }
    }
    return text
  }

  /// What a place may be called: JSON and awk programs, which have braces too, are rarely like that.
  static func isName(_ name: Substring) -> Bool {
    !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || "_.-".contains($0) }
  }
}
