/// A piece of the page.
enum Markup {
  /// Characters to show; escaped when written, whatever they are.
  case text(String)
  /// An element.
  case element(Element)
  /// Style or script of this target. Being a literal, it holds nothing that comes from data.
  case literal(StaticString)
}

/// An HTML or SVG element, written so that both an HTML and an XML parser read it.
struct Element {
  let name: String
  var attributes: [(name: String, value: String)]
  var children: [Markup]

  /// An element; attributes without a value are left out.
  init(
    _ name: String, _ attributes: KeyValuePairs<String, String?> = [:],
    @MarkupBuilder content: () -> [Markup] = { [] }
  ) {
    self.name = name
    self.attributes = attributes.compactMap { name, value in value.map { (name, $0) } }
    children = content()
  }

  /// An element that holds nothing but text.
  init(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], text: String) {
    self.init(name, attributes) { text }
  }

  /// Elements that HTML closes by itself; XML wants them closed within their tag.
  private static let void: Set = ["meta", "br", "hr", "img", "link", "input", "col"]

  /// Appends the element's text to `page`.
  func write(to page: inout String) {
    page += "<\(name)"
    for attribute in attributes {
      page += " \(attribute.name)=\""
      attribute.value.writeEscaped(to: &page)
      page += "\""
    }
    guard !Self.void.contains(name) else {
      page += " />"
      return
    }
    page += ">"
    for child in children {
      switch child {
      case .text(let text): text.writeEscaped(to: &page)
      case .element(let element): element.write(to: &page)
      case .literal(let literal): page += literal.description
      }
    }
    page += "</\(name)>"
  }

  /// The element as a string.
  var markup: String {
    var page = ""
    write(to: &page)
    return page
  }
}

/// Lets elements be written as nested blocks.
@resultBuilder
enum MarkupBuilder {
  static func buildExpression(_ text: String) -> [Markup] { [.text(text)] }
  static func buildExpression(_ literal: Markup) -> [Markup] { [literal] }
  static func buildExpression(_ element: Element) -> [Markup] { [.element(element)] }
  static func buildExpression(_ element: Element?) -> [Markup] { element.map { [.element($0)] } ?? [] }
  static func buildExpression(_ elements: [Element]) -> [Markup] { elements.map(Markup.element) }
  static func buildExpression(_ markup: [Markup]) -> [Markup] { markup }
  static func buildBlock(_ parts: [Markup]...) -> [Markup] { parts.flatMap(\.self) }
  static func buildOptional(_ part: [Markup]?) -> [Markup] { part ?? [] }
  static func buildEither(first: [Markup]) -> [Markup] { first }
  static func buildEither(second: [Markup]) -> [Markup] { second }
  static func buildArray(_ parts: [[Markup]]) -> [Markup] { parts.flatMap(\.self) }
}
