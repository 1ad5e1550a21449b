extension PageSection {
  /// How the final model errs.
  static func performance(_ performance: ReportContent.Performance?) -> PageSection {
    PageSection(id: "performance", title: "Performance") {
      if let performance {
        Element("p", ["class": "note"], text: "Measured on \(performance.source).")
      }
    }
  }
}
