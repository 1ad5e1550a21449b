// A worker for the tests that kill: study-worker STORAGE STUDY LIMIT LOG
//
// It works on a study until LIMIT trials have ended, and writes what it does to a log of its own, which is on the disk
// before it goes on: "begun N ATTEMPT", "telling N ATTEMPT VALUE", "told N ATTEMPT VALUE", "lost N ATTEMPT".

import Foundation
import Search
import StudyStores

let arguments = CommandLine.arguments
guard arguments.count == 5, let limit = Int(arguments[3]) else {
  print("usage: study-worker STORAGE STUDY LIMIT LOG")
  exit(2)
}

do {
  let log = try WorkerLog(path: arguments[4])
  let storage = try StudyStorageLocation(arguments[1]).open()
  let study = try Study(
    arguments[2], storage: storage, seed: 1, tolerance: .init(leaseSeconds: 0.5, retries: .max))
  while true {
    guard let trial = try study.next(limit: limit) else {
      // What others run may come back, if they were killed.
      if try storage.leases(study: study.name).isEmpty { break }
      Thread.sleep(forTimeInterval: 0.05)
      continue
    }
    let attempt = "\(trial.number) \(study.trials[trial.number].attempts)"
    try log.write("begun \(attempt)")
    do {
      let value = try work(trial)
      try log.write("telling \(attempt) \(value)")
      try study.tell(trial, value)
      try log.write("told \(attempt) \(value)")
    } catch SearchError.trial {
      try log.write("lost \(attempt)")
    }
  }
} catch {
  print("study-worker: \(error)")
  exit(1)
}

/// Does something for a few milliseconds; a value that no other attempt has.
func work(_ trial: Trial) throws -> Double {
  let rate = try trial.suggestFloat("rate", in: 0...1)
  for step in 0..<Int.random(in: 1...3) {
    Thread.sleep(forTimeInterval: .random(in: 0...0.003))
    try trial.report(rate + Double(step), step: step)
  }
  trial.note("worker", "\(ProcessInfo.processInfo.processIdentifier)")
  return .random(in: 0..<1)
}

/// Lines that are on the disk when `write` returns.
struct WorkerLog {
  private let file: FileHandle

  init(path: String) throws {
    try Data().write(to: URL(filePath: path))
    file = try FileHandle(forWritingTo: URL(filePath: path))
  }

  func write(_ line: String) throws {
    try file.write(contentsOf: Data((line + "\n").utf8))
    try file.synchronize()
  }
}
