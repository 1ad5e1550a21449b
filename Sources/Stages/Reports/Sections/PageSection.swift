/// A part of the page with a heading of its own and a place in the navigation.
struct PageSection {
  let id: String
  let title: String
  let body: [Markup]

  /// A section; `body` may be empty, and the section then says so.
  init(id: String, title: String, @MarkupBuilder body: () -> [Markup]) {
    self.id = id
    self.title = title
    self.body = body()
  }

  /// The section as part of the page.
  var element: Element {
    Element("section", ["id": id, "aria-labelledby": "\(id)-title"]) {
      Element("h2", ["id": "\(id)-title"], text: title)
      if body.isEmpty {
        Element("p", ["class": "empty"], text: "The run recorded nothing for this section.")
      } else {
        body
      }
    }
  }
}

/// How much room a card takes in its grid.
enum CardWidth: String {
  case single = "card"
  /// Two columns, where there are as many.
  case broad = "card broad-card"
  /// The whole width.
  case whole = "card wide"
}

extension Element {
  /// A framed piece of a section with a heading and, below it, how to read it.
  static func card(
    _ title: String, note: String? = nil, width: CardWidth = .single, @MarkupBuilder content: () -> [Markup]
  ) -> Element {
    let content = content()
    return Element("div", ["class": width.rawValue]) {
      Element("h3", text: title)
      if let note { Element("p", ["class": "note"], text: note) }
      content
    }
  }

  /// Cards side by side where there is room.
  static func grid(@MarkupBuilder _ content: () -> [Markup]) -> Element? {
    let content = content()
    return content.isEmpty ? nil : Element("div", ["class": "grid"]) { content }
  }

  /// Names and values below each other.
  static func facts(_ facts: [ReportContent.Fact]) -> Element? {
    guard !facts.isEmpty else { return nil }
    return Element("dl", ["class": "facts"]) {
      facts.map { fact in
        Element("div") {
          Element("dt", text: fact.name)
          Element("dd", text: fact.value)
        }
      }
    }
  }

  /// Says how much a shortened list leaves out, and where it is.
  static func more(_ count: Int, _ place: String? = nil) -> Element? {
    guard count > 0 else { return nil }
    return Element(
      "p", ["class": "more"], text: "… and \(NumberText.count(count)) more" + (place.map { " \($0)" } ?? ""))
  }
}
