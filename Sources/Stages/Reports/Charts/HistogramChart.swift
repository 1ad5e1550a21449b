/// Counts over intervals; several groups overlap.
struct HistogramChart {
  let title: String
  let description: String
  let groups: [(name: String, histogram: ReportContent.Histogram, color: Int)]
  let xTitle: String
  /// Whether bars show shares of their group, so that groups of different size compare.
  var isShare = false
  /// A vertical line and its name.
  var marker: (x: Double, name: String)?

  /// The chart and its legend.
  var elements: [Element] {
    let groupBins = groups.map { bins(of: $0.histogram) }
    let limits = groupBins.flatMap { $0.flatMap { [$0.low, $0.high] } }
    let plot = Plot(
      x: LinearScale(limits.min() ?? 0, limits.max() ?? 1),
      y: LinearScale(covering: groupBins.flatMap { $0.map(\.height) } + [0]), xTitle: xTitle,
      yTitle: isShare ? "share of the class" : "rows")
    let chart = plot.chart(title: title, description: description) {
      for (group, bins) in zip(groups, groupBins) {
        bins.map { bin in
          let left = plot.place(bin.low, bin.height)
          let right = plot.place(bin.high, 0)
          return Element.box(
            x: left.x, y: left.y, width: max(right.x - left.x - 1, 0.5), height: right.y - left.y,
            style: "f\(group.color)\(groups.count > 1 ? " overlapping" : "")",
            tip: (groups.count > 1 ? group.name + "\n" : "")
              + "\(NumberText.plain(bin.low)) to \(NumberText.plain(bin.high)): "
              + "\(NumberText.count(bin.count)) rows")
        }
      }
      if let marker { plot.marker(x: marker.x, name: marker.name) }
    }
    let legend = Legend(entries: groups.map { ($0.name, $0.color, .area) }).element
    return [chart] + (legend.map { [$0] } ?? [])
  }

  /// The intervals whose limits are finite and in order.
  private func bins(
    of histogram: ReportContent.Histogram
  ) -> [(low: Double, high: Double, count: Int, height: Double)] {
    let total = isShare ? histogram.counts.reduce(0.0) { $0 + Double(max($1, 0)) } : 1
    return zip(zip(histogram.edges, histogram.edges.dropFirst()), histogram.counts).compactMap {
      limits, count in
      let (low, high) = limits
      guard low.isFinite, high.isFinite, low <= high else { return nil }
      return (low, high, count, total > 0 ? Double(max(count, 0)) / total : 0)
    }
  }
}
