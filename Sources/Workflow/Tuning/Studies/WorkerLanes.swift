import Foundation
import Search

/// Gives trials rows of a timeline in which none overlaps another: one a worker, more where it ran several at a time.
struct WorkerLanes {
  /// The row of each trial that has a beginning and an end.
  private(set) var names: [Int: String] = [:]

  /// The rows of `trials`. Workers, whose own names are long, are numbered in the order of their first trials.
  init(_ trials: [TrialRecord]) {
    var workers: [String: Int] = [:]
    var ends: [Int: [Date]] = [:]
    var places: [(number: Int, worker: Int, slot: Int)] = []
    for trial in trials.sorted(by: { ($0.started ?? .distantFuture) < ($1.started ?? .distantFuture) }) {
      guard let started = trial.started, let finished = trial.finished else { continue }
      let name = trial.worker ?? ""
      let worker = workers[name] ?? workers.count
      workers[name] = worker
      var slots = ends[worker] ?? []
      let free = slots.firstIndex { $0 <= started }
      if let free { slots[free] = finished } else { slots.append(finished) }
      ends[worker] = slots
      places.append((trial.number, worker, free ?? slots.count - 1))
    }
    for place in places {
      let hasSlots = (ends[place.worker]?.count ?? 1) > 1
      names[place.number] = "worker \(place.worker + 1)" + (hasSlots ? ", slot \(place.slot + 1)" : "")
    }
  }
}
