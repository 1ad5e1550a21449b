import BundleSamples
import Foundation
import LatheCore
import Synchronization
import Testing

@testable import Bundles

@Suite struct BundleWritingTests {
  /// Runs `body` in a new folder, which is removed afterwards.
  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lathe-bundles-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func `a written bundle is read back and nothing else is left`() throws {
    try inFolder { folder in
      let url = folder.appending(path: "a.lathe")
      let contents = try BundleSample.contents(.multiclass)
      try contents.write(to: url)
      let bundle = try ModelBundle(contentsOf: url)
      #expect(bundle.manifest == contents.manifest)
      #expect(try bundle.digest == ModelBundle(files: contents.files()).digest)
      #expect(try names(in: folder) == ["a.lathe"])
      #expect(
        try names(in: url) == [
          "SHA256SUMS", "features.json", "manifest.json", "members", "reference.json", "report.html",
        ])
    }
  }

  @Test func `a bundle is replaced, and a killed writer's remains are cleared`() throws {
    try inFolder { folder in
      let url = folder.appending(path: "a.lathe")
      let abandoned = folder.appending(path: ".a.lathe.partial-123")
      try FileManager.default.createDirectory(at: abandoned, withIntermediateDirectories: true)
      try BundleSample.contents(.binary).write(to: url)
      try BundleSample.contents(.regression).write(to: url)
      #expect(try ModelBundle(contentsOf: url).manifest.problem.task == .regression)
      #expect(try names(in: folder) == ["a.lathe"])
    }
  }

  @Test func `another writer's unfinished bundle is left alone`() throws {
    try inFolder { folder in
      let url = folder.appending(path: "a.lathe")
      let stage = try BundleStage(beside: BundlePlace(url))
      try BundleSample.contents(.binary).write(to: url)
      #expect(FileManager.default.fileExists(atPath: stage.path))
      withExtendedLifetime(stage) {}
    }
  }

  @Test func `what is no bundle is never replaced`() throws {
    try inFolder { folder in
      let file = folder.appending(path: "notes.txt")
      try Data("keep".utf8).write(to: file)
      for url in [file, folder] {
        let error = #expect(throws: BundlesError.self) { try BundleSample.contents(.binary).write(to: url) }
        #expect(error == .occupied(file: url.path))
      }
      #expect(try String(contentsOf: file, encoding: .utf8) == "keep")
      let empty = folder.appending(path: "empty.lathe")
      try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: false)
      try BundleSample.contents(.binary).write(to: empty)
      #expect(try names(in: folder) == ["empty.lathe", "notes.txt"])
    }
  }

  @Test func `a place that cannot be written is told`() throws {
    let error = #expect(throws: BundlesError.self) {
      try BundleSample.contents(.binary).write(to: URL(filePath: "/nowhere/at/all/a.lathe"))
    }
    #expect(error?.isBadInput == false)
  }

  @Test func `parts that do not fit together are not written`() throws {
    var contents = try BundleSample.contents(.binary)
    contents.manifest.members[0].weight = 0.9
    #expect(throws: BundlesError.self) { try contents.files() }
    contents = try BundleSample.contents(.binary)
    contents.artifacts["linear-1"] = nil
    #expect(throws: BundlesError.self) { try contents.files() }
  }

  @Test func `a reader sees the old or the new bundle while writers replace it`() throws {
    try inFolder { folder in
      let url = folder.appending(path: "a.lathe")
      let both = [try BundleSample.contents(.binary), try BundleSample.contents(.regression)]
      try both[0].write(to: url)
      let isDone = Atomic(false)
      let failures = Mutex<[String]>([])
      DispatchQueue.concurrentPerform(iterations: 2) { worker in
        do {
          if worker == 0 {
            for round in 0..<12 { try both[round % 2].write(to: url) }
            isDone.store(true, ordering: .relaxed)
          } else {
            while !isDone.load(ordering: .relaxed) { _ = try ModelBundle(contentsOf: url) }
          }
        } catch {
          failures.withLock { $0.append("\(error)") }
          isDone.store(true, ordering: .relaxed)
        }
      }
      #expect(failures.withLock { $0 } == [])
      #expect(try names(in: folder) == ["a.lathe"])
    }
  }

  @Test func `links and devices inside are refused, a link to the bundle is followed`() throws {
    try inFolder { folder in
      let url = folder.appending(path: "a.lathe")
      try BundleSample.contents(.binary).write(to: url)
      let current = folder.appending(path: "current.lathe")
      try FileManager.default.createSymbolicLink(at: current, withDestinationURL: url)
      #expect(try ModelBundle(contentsOf: current).manifest.problem.task == .binary)

      let report = url.appending(path: "report.html")
      let moved = folder.appending(path: "report.html")
      try FileManager.default.moveItem(at: report, to: moved)
      try FileManager.default.createSymbolicLink(at: report, withDestinationURL: moved)
      #expect(throws: BundlesError.unsafe(file: report.path, reason: "it is a link")) {
        try ModelBundle(contentsOf: url)
      }
      try FileManager.default.removeItem(at: report)
      #expect(mkfifo(report.path, 0o600) == 0)
      #expect(throws: BundlesError.unsafe(file: report.path, reason: "it is no plain file")) {
        try ModelBundle(contentsOf: url)
      }
    }
  }

  @Test func `a path without a bundle is told`() throws {
    try inFolder { folder in
      for url in [folder, folder.appending(path: "none.lathe")] {
        let error = #expect(throws: BundlesError.self) { try ModelBundle(contentsOf: url) }
        #expect(error?.description.contains(url.path) == true)
        #expect(error?.isBadInput == true)
      }
    }
  }
}
