extension ReportContent {
  /// Where time, memory and energy went.
  public struct ResourceUse: Codable, Sendable, Hashable {
    /// Wall-clock seconds by phase, in order: reading, features, each family, ensemble, saving.
    public var phases: [Phase]
    /// Wall-clock seconds of the whole run.
    public var wallSeconds: Double
    /// Processor seconds of all threads.
    public var processorSeconds: Double?
    /// The largest resident memory.
    public var peakMemoryBytes: Int?
    /// The threads the run might use.
    public var threads: Int?
    /// The machine in words.
    public var machine: String?
    /// What power is assumed; with ``processorSeconds`` it gives the energy.
    public var power: PowerAssumption

    /// Resources of a run.
    public init(
      phases: [Phase] = [], wallSeconds: Double, processorSeconds: Double? = nil,
      peakMemoryBytes: Int? = nil, threads: Int? = nil, machine: String? = nil,
      power: PowerAssumption = PowerAssumption()
    ) {
      self.phases = phases
      self.wallSeconds = wallSeconds
      self.processorSeconds = processorSeconds
      self.peakMemoryBytes = peakMemoryBytes
      self.threads = threads
      self.machine = machine
      self.power = power
    }
  }

  /// A part of the run.
  public struct Phase: Codable, Sendable, Hashable {
    /// What was done.
    public var name: String
    /// Wall-clock seconds.
    public var seconds: Double

    /// A part of the run that took `seconds`.
    public init(_ name: String, seconds: Double) {
      self.name = name
      self.seconds = seconds
    }
  }

  /// What one core and one gigabyte draw, and what a kilowatt-hour emits.
  ///
  /// The defaults are those of Lannelongue, Grealey and Inouye, "Green Algorithms: Quantifying the Carbon
  /// Footprint of Computation", Advanced Science 8 (2021), for an unknown processor and the world's grid.
  public struct PowerAssumption: Codable, Sendable, Hashable {
    /// Watts of a busy core.
    public var wattsPerCore: Double
    /// Watts of a gigabyte of memory.
    public var wattsPerGigabyte: Double
    /// Grams of carbon dioxide equivalent a kilowatt-hour.
    public var gramsPerKilowattHour: Double

    /// A power model.
    public init(
      wattsPerCore: Double = 12, wattsPerGigabyte: Double = 0.3725, gramsPerKilowattHour: Double = 475
    ) {
      self.wattsPerCore = wattsPerCore
      self.wattsPerGigabyte = wattsPerGigabyte
      self.gramsPerKilowattHour = gramsPerKilowattHour
    }
  }
}
