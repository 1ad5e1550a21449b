extension PageSection {
  /// Where time, memory and energy went.
  static func resources(_ resources: ReportContent.ResourceUse?) -> PageSection {
    PageSection(id: "resources", title: "Time and energy") {
      if let resources {
        Element.facts(facts(resources))
        Element.grid {
          if !resources.phases.isEmpty {
            Element.card("Time by phase") { phases(resources.phases) }
          }
          if let energy = Energy(resources) { energyCard(energy, power: resources.power) }
        }
      }
    }
  }

  private static func phases(_ phases: [ReportContent.Phase]) -> Element {
    BarChart(
      title: "Time by phase",
      description: phases.map { "\($0.name.shortened(to: 40)) \(NumberText.seconds($0.seconds))" }
        .joined(separator: ", "),
      bars: phases.map {
        BarChart.Bar(name: $0.name, value: $0.seconds, label: NumberText.seconds($0.seconds))
      }
    ).element
  }

  private static func energyCard(_ energy: Energy, power: ReportContent.PowerAssumption) -> Element {
    Element.card("Energy, estimated", width: .broad) {
      Element.facts([
        ReportContent.Fact("Energy", "\(NumberText.plain(energy.wattHours)) Wh"),
        ReportContent.Fact("Carbon dioxide equivalent", "\(NumberText.plain(energy.grams)) g"),
      ])
      Element(
        "p", ["class": "note"],
        text: "Not measured. \(NumberText.plain(power.wattsPerCore)) W for each busy core × "
          + "\(NumberText.seconds(energy.processorSeconds)) of processor time"
          + (energy.gigabytes.map {
            ", and \(NumberText.plain(power.wattsPerGigabyte, digits: 4)) W a gigabyte × "
              + "\(NumberText.plain($0)) GB for \(NumberText.seconds(energy.wallSeconds))"
          } ?? "")
          + "; \(NumberText.plain(power.gramsPerKilowattHour)) g a kilowatt-hour. Cooling and idle power are "
          + "left out. Method: Lannelongue, Grealey and Inouye, Green Algorithms, Advanced Science 8 (2021).")
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
