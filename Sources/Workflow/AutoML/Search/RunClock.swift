import LatheCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Time since the run began, and what the process used of the machine.
public struct RunClock: Sendable {
  private let start: ContinuousClock.Instant
  private let processorSecondsAtStart: Double

  /// A clock that starts now.
  public init() {
    start = .now
    processorSecondsAtStart = Self.processorSeconds
  }

  /// Wall seconds since the start.
  public var seconds: Double { start.duration(to: .now) / .seconds(1) }

  /// Processor seconds of all threads since the start.
  public var processorSeconds: Double { Self.processorSeconds - processorSecondsAtStart }

  /// The deadline `seconds` after the start.
  public func deadline(seconds: Double) -> Deadline {
    .after(seconds: seconds - self.seconds)
  }

  /// The most memory the process ever held, in bytes.
  public static var peakMemoryBytes: Int {
    var usage = rusage()
    guard getrusage(resourceSelf, &usage) == 0 else { return 0 }
    #if canImport(Darwin)
      return usage.ru_maxrss
    #else
      return usage.ru_maxrss * 1024
    #endif
  }

  private static var processorSeconds: Double {
    var usage = rusage()
    guard getrusage(resourceSelf, &usage) == 0 else { return 0 }
    return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
      + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6
  }

  #if canImport(Glibc)
    private static var resourceSelf: Int32 { Int32(RUSAGE_SELF.rawValue) }
  #else
    private static var resourceSelf: Int32 { RUSAGE_SELF }
  #endif
}
