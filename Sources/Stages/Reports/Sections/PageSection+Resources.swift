extension PageSection {
  /// Where time, memory and energy went.
  static func resources(_ resources: ReportContent.ResourceUse?) -> PageSection {
    PageSection(id: "resources", title: "Time and energy") {
      if let resources {
        Element.facts(facts(resources))
        if !resources.phases.isEmpty {
          Element.card("Time by phase", isWide: true) {
            Table(
              caption: "Time by phase",
              columns: [Table.Column(title: "Phase"), Table.Column(title: "Time", isNumeric: true)],
              rows: resources.phases.map { [.text($0.name), .number($0.seconds, NumberText.seconds)] }
            ).element
          }
        }
      }
    }
  }

  private static func facts(_ resources: ReportContent.ResourceUse) -> [ReportContent.Fact] {
    var facts = [ReportContent.Fact("Wall time", NumberText.seconds(resources.wallSeconds))]
    if let seconds = resources.processorSeconds {
      facts.append(ReportContent.Fact("Processor time", NumberText.seconds(seconds)))
    }
    if let bytes = resources.peakMemoryBytes {
      facts.append(ReportContent.Fact("Peak memory", NumberText.bytes(bytes)))
    }
    if let threads = resources.threads {
      facts.append(ReportContent.Fact("Threads", NumberText.count(threads)))
    }
    if let machine = resources.machine { facts.append(ReportContent.Fact("Machine", machine)) }
    return facts
  }
}
