import Foundation

/// The machine and the programs a run used, for its provenance.
enum MachineDescription {
  /// Processor, cores, memory and operating system.
  static var summary: String {
    let process = ProcessInfo.processInfo
    let memory = Double(process.physicalMemory) / 1_073_741_824
    return
      "\(processor), \(process.activeProcessorCount) cores, \(Int(memory.rounded())) GiB, \(process.operatingSystemVersionString)"
  }

  /// The compiler the program was built with.
  static var swiftVersion: String {
    #if compiler(>=6.4)
      "6.4 or later"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }

  private static var processor: String {
    guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("model name") }),
      let name = line.split(separator: ":").last
    else { return "unknown processor" }
    return name.trimmingCharacters(in: .whitespaces)
  }
}
