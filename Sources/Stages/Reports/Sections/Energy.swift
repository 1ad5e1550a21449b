/// What a run drew and emitted, after Lannelongue, Grealey and Inouye (2021) without the overhead of a data centre.
struct Energy {
  let processorSeconds: Double
  let wallSeconds: Double
  let gigabytes: Double?
  let wattHours: Double
  let grams: Double

  /// The energy of `resources`; `nil` where the processor time is not known.
  init?(_ resources: ReportContent.ResourceUse) {
    guard let processorSeconds = resources.processorSeconds, processorSeconds.isFinite else { return nil }
    self.processorSeconds = processorSeconds
    wallSeconds = resources.wallSeconds
    gigabytes = resources.wallSeconds.isFinite ? resources.peakMemoryBytes.map { Double($0) / 1e9 } : nil
    let memory = (gigabytes ?? 0) * resources.power.wattsPerGigabyte * (gigabytes == nil ? 0 : wallSeconds)
    wattHours = (processorSeconds * resources.power.wattsPerCore + memory) / 3600
    grams = wattHours / 1000 * resources.power.gramsPerKilowattHour
  }
}
