/// A matrix of counts, each row coloured by its shares.
struct HeatMap {
  let title: String
  let description: String
  /// The names of rows and columns.
  let names: [String]
  /// Counts by row (outer) and column (inner).
  let counts: [[Int]]
  let rowTitle: String
  let columnTitle: String

  /// The matrix; cells that the counts lack are empty.
  var element: Element {
    let size = Double(names.count)
    let isWide = names.count > 4
    let longest = Double(names.map { min($0.count, 18) }.max() ?? 1)
    let width = isWide ? 820.0 : Plot.width
    let left = 24 + 6.4 * longest
    let room = width - left - 8
    let isSlanted = 6.8 * longest > min(room / max(size, 1), 110)
    // Slanted names reach up, and beyond the last column.
    let cell = min((room - (isSlanted ? longest * 4.6 : 0)) / max(size, 1), 110)
    let cellHeight = min(cell, isWide ? 34 : 62)
    let top = isSlanted ? 30 + longest * 4.6 : 42.0
    return .chart(
      title: title, description: description, width: width, height: top + cellHeight * size + 6,
      style: isWide ? "chart broad" : "chart"
    ) {
      Element.label(columnTitle + " →", x: left, y: 13, style: "title")
      Element.label("↓ " + rowTitle, x: 2, y: top - 8, style: "title")
      for (column, name) in names.enumerated() {
        columnName(
          name.shortened(to: 18), x: left + (Double(column) + 0.5) * cell, y: top - 8, isSlanted: isSlanted)
      }
      for (row, name) in names.enumerated() {
        let y = top + Double(row) * cellHeight
        Element.label(
          name.shortened(to: 18), x: left - 8, y: y + cellHeight / 2 + 4, anchor: "end", style: "name")
        let values = row < counts.count ? counts[row] : []
        let total = values.reduce(0.0) { $0 + Double(max($1, 0)) }
        for (column, count) in values.prefix(names.count).enumerated() {
          let share = total > 0 ? Double(max(count, 0)) / total : 0
          let x = left + Double(column) * cell
          Element.box(
            x: x + 1, y: y + 1, width: cell - 2, height: cellHeight - 2, style: "heat",
            tip: "actual \(name)\npredicted \(names[column])\n\(NumberText.count(count)) rows, "
              + "\(NumberText.percent(share)) of the actual class",
            opacity: 0.05 + 0.95 * share.squareRoot())
          cellText(
            count, share: share, x: x + cell / 2, y: y + cellHeight / 2, cell: cell, isTall: cellHeight > 40)
        }
      }
    }
  }

  private func columnName(_ name: String, x: Double, y: Double, isSlanted: Bool) -> Element {
    guard isSlanted else { return Element.label(name, x: x, y: y, anchor: "middle", style: "name") }
    var label = Element.label(name, x: x - 2, y: y, style: "name")
    label.attributes.append(
      (name: "transform", value: "rotate(-40 \(PathText.number(x - 2)) \(PathText.number(y)))"))
    return label
  }

  private func cellText(
    _ count: Int, share: Double, x: Double, y: Double, cell: Double, isTall: Bool
  ) -> [Element] {
    let style = share > 0.3 ? "on-heat" : "name"
    let text = NumberText.count(count)
    guard count != 0, Double(text.count) * 7 + 4 < cell else { return [] }
    guard isTall else { return [Element.label(text, x: x, y: y + 4, anchor: "middle", style: style)] }
    return [
      Element.label(text, x: x, y: y - 2, anchor: "middle", style: style + " strong"),
      Element.label(NumberText.percent(share), x: x, y: y + 14, anchor: "middle", style: style),
    ]
  }
}
