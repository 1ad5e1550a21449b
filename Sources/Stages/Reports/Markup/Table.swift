/// A table with column headings, row headings and values to sort by.
struct Table {
  /// A column's heading and how its cells are set.
  struct Column {
    let title: String
    var isNumeric = false
    /// A longer explanation of the heading.
    var help: String?
  }

  /// What one cell shows and sorts by.
  struct Cell {
    let content: [Markup]
    var sortKey: Double?

    /// A cell of text.
    static func text(_ text: String) -> Cell { Cell(content: [.text(text)]) }

    /// A cell that shows `value` as `format` writes it, and a dash if there is none.
    static func number(_ value: Double?, _ format: (Double) -> String) -> Cell {
      guard let value, value.isFinite else { return Cell(content: [.text(NumberText.missing)]) }
      return Cell(content: [.text(format(value))], sortKey: value)
    }

    /// A cell of elements.
    static func markup(sortKey: Double? = nil, @MarkupBuilder _ content: () -> [Markup]) -> Cell {
      Cell(content: content(), sortKey: sortKey)
    }
  }

  /// What the table holds, for readers that cannot see it.
  let caption: String
  let columns: [Column]
  /// The cells of each row; the first is the row's heading.
  let rows: [[Cell]]

  /// The table, in a frame that scrolls where the page is narrow.
  var element: Element {
    Element("div", ["class": "scroll", "role": "region", "tabindex": "0", "aria-label": caption]) {
      Element("table", ["class": rows.count > 1 ? "sortable" : nil]) {
        Element("caption", text: caption)
        Element("thead") {
          Element("tr") {
            columns.map { column in
              Element(
                "th", ["scope": "col", "class": column.isNumeric ? "number" : nil, "title": column.help],
                text: column.title)
            }
          }
        }
        Element("tbody") { rows.map(row) }
      }
    }
  }

  private func row(_ cells: [Cell]) -> Element {
    Element("tr") {
      zip(cells, columns).enumerated().map { index, pair in
        let (cell, column) = pair
        return Element(
          index == 0 ? "th" : "td",
          [
            "scope": index == 0 ? "row" : nil, "class": column.isNumeric ? "number" : nil,
            "data-sort": cell.sortKey.map { "\($0)" },
          ]
        ) { cell.content }
      }
    }
  }
}
