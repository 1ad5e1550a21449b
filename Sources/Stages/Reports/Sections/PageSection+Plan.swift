extension PageSection {
  /// What was decided, why, and what ran when.
  static func plan(_ plan: ReportContent.Plan?) -> PageSection {
    PageSection(id: "plan", title: "Plan") {
      if let plan, !plan.decisions.isEmpty {
        Element.card("Decisions", isWide: true) {
          Table(
            caption: "Decisions and their reasons",
            columns: [Table.Column(title: "Decision"), Table.Column(title: "Reason")],
            rows: plan.decisions.map { [.text($0.decision), .text($0.reason)] }
          ).element
        }
      }
    }
  }
}
