/// Each trial as a line across axes side by side: parameters, and the objective at the end.
struct ParallelCoordinates {
  /// One axis.
  struct Axis {
    let name: String
    let scale: any Scale
  }

  /// One trial: its value on each axis, where it has one.
  struct Line {
    let values: [Double?]
    let style: StrandChart.Style
    let tip: String
  }

  let title: String
  let description: String
  let axes: [Axis]
  let lines: [Line]

  private static let width = 1140.0
  private static let height = 300.0
  private static let edges = (left: 70.0, right: 1070.0, top: 14.0, bottom: 234.0)
  /// Where lines pass an axis on which they have no value.
  private static let absent = 254.0

  /// The chart; a line passes below the axis of a parameter that a trial does not have.
  var element: Element {
    .chart(
      title: title, description: description, width: Self.width, height: Self.height, style: "chart broad"
    ) {
      StrandChart.elements(
        lines.map { line in
          StrandChart.Strand(
            places: line.values.enumerated().map { index, value in
              (place(index), value.map { height($0, axes[index].scale) } ?? Self.absent)
            }, style: line.style, tip: line.tip)
        })
      Element("g", ["class": "axes"]) {
        axes.enumerated().flatMap { index, axis in self.axis(index, axis) }
        for index in axes.indices where lines.contains(where: { $0.values[index] == nil }) {
          Element.label("none", x: place(index) - 7, y: Self.absent + 4, anchor: "end", style: "halo")
        }
      }
    }
  }

  private func place(_ index: Int) -> Double {
    let (left, right) = (Self.edges.left, Self.edges.right)
    return axes.count < 2
      ? (left + right) / 2 : left + (right - left) * Double(index) / Double(axes.count - 1)
  }

  private func height(_ value: Double, _ scale: any Scale) -> Double {
    Self.edges.bottom - scale.fraction(value) * (Self.edges.bottom - Self.edges.top)
  }

  private func axis(_ index: Int, _ axis: Axis) -> [Element] {
    let x = place(index)
    let room = Int(1000 / Double(max(axes.count, 1)) / 7)
    return [
      .segment(x, Self.edges.top, x, Self.edges.bottom, style: "base"),
      // Names of neighbours stand at two heights, so that they have twice the room.
      .label(
        axis.name.shortened(to: max(8, 2 * room - 2)), x: x,
        y: index.isMultiple(of: 2) ? Self.height - 20 : Self.height - 4, anchor: "middle", style: "name"),
    ]
      + axis.scale.ticks(count: 5).map { tick in
        let isLast = index == axes.count - 1
        return Element.label(
          tick.label.shortened(to: max(6, room - 2)), x: x + (isLast ? 7 : -7),
          y: height(tick.value, axis.scale) + 4, anchor: isLast ? "start" : "end", style: "halo")
      }
  }
}
