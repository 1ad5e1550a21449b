/// One colour for each model family, the same in all charts of a page.
struct FamilyColors {
  private let colorOfFamily: [String: Int]

  /// Colours in the order in which families first appear; those past the palette share its last.
  init(_ content: ReportContent) {
    let families =
      (content.leaderboard?.entries.map(\.family) ?? []) + (content.plan?.spans.map(\.family) ?? [])
    var colorOfFamily = ["phase": Legend.neutral]
    for family in families where colorOfFamily[family] == nil {
      colorOfFamily[family] = min(colorOfFamily.count - 1, Legend.neutral - 1)
    }
    self.colorOfFamily = colorOfFamily
  }

  /// The colour of `family`.
  func color(_ family: String) -> Int { colorOfFamily[family] ?? Legend.neutral }
}
