extension Element {
  /// An image that scales with its place and has a name and a description.
  static func chart(
    title: String, description: String, width: Double, height: Double, style: String = "chart",
    @MarkupBuilder content: () -> [Markup]
  ) -> Element {
    let content = content()
    return Element(
      "svg",
      [
        "class": style, "role": "img",
        "viewBox": "0 0 \(PathText.number(width)) \(PathText.number(height))",
      ]
    ) {
      Element("title", text: title)
      Element("desc", text: description)
      content
    }
  }

  /// Text in a chart.
  static func label(
    _ text: String, x: Double, y: Double, anchor: String = "start", style: String? = nil
  ) -> Element {
    Element(
      "text",
      [
        "x": PathText.number(x), "y": PathText.number(y),
        "text-anchor": anchor == "start" ? nil : anchor, "class": style,
      ],
      text: text)
  }

  /// A rectangle in a chart; `tip` is shown on hovering.
  static func box(
    x: Double, y: Double, width: Double, height: Double, style: String, tip: String? = nil,
    opacity: Double? = nil
  ) -> Element {
    Element(
      "rect",
      [
        "x": PathText.number(x), "y": PathText.number(y), "width": PathText.number(max(width, 0)),
        "height": PathText.number(max(height, 0)), "class": style,
        "fill-opacity": opacity.map { NumberText.fixed($0, decimals: 3) },
      ]
    ) {
      if let tip { Element("title", text: tip) }
    }
  }

  /// A straight line in a chart.
  static func segment(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, style: String) -> Element {
    var path = PathText()
    path.move(x1, y1)
    path.line(x2, y2)
    return Element("path", ["class": style, "d": path.text])
  }

  /// A dot in a chart; `tip` is shown on hovering.
  static func dot(
    _ place: (x: Double, y: Double), radius: Double, style: String, tip: String? = nil
  ) -> Element {
    Element(
      "circle",
      [
        "cx": PathText.number(place.x), "cy": PathText.number(place.y), "r": PathText.number(radius),
        "class": style,
      ]
    ) {
      if let tip { Element("title", text: tip) }
    }
  }
}
