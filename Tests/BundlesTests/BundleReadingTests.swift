import BundleSamples
import Foundation
import LatheCore
import Testing

@testable import Bundles

@Suite struct BundleReadingTests {
  @Test(arguments: PredictionTask.allCases)
  func `a bundle is read as it was written`(task: PredictionTask) throws {
    let contents = try BundleSample.contents(task)
    let bundle = try ModelBundle(files: contents.files())
    #expect(bundle.manifest == contents.manifest)
    #expect(bundle.reference == contents.reference)
    #expect(bundle.features.keys.sorted() == ["dense", "trees"])
    #expect(
      bundle.models.map(\.outputCount) == Array(repeating: contents.manifest.problem.outputCount, count: 4))
    #expect(bundle.byteCount == bundle.fileSizes.values.reduce(0, +))
    for member in bundle.manifest.members { #expect(bundle.byteCount(ofMember: member) > 0) }
  }

  @Test func `the same contents give the same files`() throws {
    #expect(try BundleSample.contents(.binary).files() == BundleSample.contents(.binary).files())
  }

  @Test func `a score that is no number is kept`() throws {
    var contents = try BundleSample.contents(.regression)
    contents.manifest.scores[0].value = .nan
    contents.manifest.leaderboard[0].score = -.infinity
    let manifest = try ModelBundle(files: contents.files()).manifest
    #expect(manifest.scores[0].value.isNaN)
    #expect(manifest.leaderboard[0].score == -.infinity)
  }

  @Test func `a changed byte in any file is found`() throws {
    let files = try BundleSample.contents(.binary).files()
    for (path, data) in files {
      var damaged = files
      var bytes = [UInt8](data)
      bytes[bytes.count / 2] ^= 1
      damaged[path] = Data(bytes)
      #expect(throws: BundlesError.self, "\(path)") { try ModelBundle(files: damaged) }
    }
  }

  @Test func `a missing file is named`() throws {
    for path in try BundleSample.contents(.binary).files().keys {
      var files = try BundleSample.contents(.binary).files()
      files[path] = nil
      let error = #expect(throws: BundlesError.self) { try ModelBundle(files: files, name: "b.lathe") }
      #expect(error?.explanation.place == "b.lathe/\(path)")
      #expect(error?.isBadInput == true)
    }
  }

  @Test func `a file that nobody knows is refused, listed or not`() throws {
    var files = try BundleSample.contents(.binary).files()
    files["members/extra.sh"] = Data("#!/bin/sh".utf8)
    #expect(
      throws: BundlesError.unsafe(
        file: "bundle/members/extra.sh", reason: "SHA256SUMS does not list this file")
    ) {
      try ModelBundle(files: files)
    }
    files = relisted(files)
    #expect(
      throws: BundlesError.unsafe(
        file: "bundle/members/extra.sh", reason: "no part of the manifest knows this file")
    ) {
      try ModelBundle(files: files)
    }
  }

  @Test func `a newer format is refused with the remedy, whatever else it changed`() throws {
    var files = try BundleSample.contents(.binary).files()
    files["manifest.json"] = Data(#"{"formatVersion": 7, "something": "else"}"#.utf8)
    files["new.bin"] = Data([1])
    let error = #expect(throws: BundlesError.self) { try ModelBundle(files: relisted(files)) }
    #expect(error == .newerFormat(file: "bundle/manifest.json", found: 7, known: 1))
    #expect(error?.description.contains("Update Lathe") == true)
  }

  @Test func `sizes are checked before contents`() throws {
    let files = try BundleSample.contents(.binary).files()
    let total = files.values.reduce(0) { $0 + $1.count }
    #expect(throws: BundlesError.tooLarge(file: "bundle", bytes: total, limit: total - 1)) {
      try ModelBundle(files: files, limits: BundleLimits(totalBytes: total - 1))
    }
    #expect(throws: BundlesError.self) { try ModelBundle(files: files, limits: BundleLimits(fileBytes: 100)) }
    #expect(throws: BundlesError.tooLarge(file: "bundle", bytes: 9, limit: 8)) {
      try ModelBundle(files: files, limits: BundleLimits(fileCount: 8))
    }
  }

  @Test func `deep JSON is refused without recursion`() throws {
    var files = try BundleSample.contents(.binary).files()
    files["reference.json"] = Data(String(repeating: "[", count: 200_000).utf8)
    let error = #expect(throws: BundlesError.self) { try ModelBundle(files: relisted(files)) }
    #expect(error?.description.contains("deep inside each other") == true)
  }

  @Test(arguments: [
    (#""weight" : 0.5"#, #""weight" : 0.6"#, "add to"),
    (#""weight" : 0.5"#, #""weight" : -0.5"#, "weight -0.5"),
    (#""weight" : 0.5"#, #""weight" : "NaN""#, "weight nan"),
    (#""featureSet" : "trees""#, #""featureSet" : "dense""#, "no member reads"),
    (#""featureSet" : "trees""#, #""featureSet" : "bushes""#, "which features.json does not have"),
    (#""kind" : "constant""#, #""kind" : "linear""#, "does not hold a model of the kind"),
    (#""kind" : "constant""#, #""kind" : "magic""#, "magic"),
    (#""name" : "age""#, #""name" : "city""#, "two input columns have one name"),
    (#""name" : "target""#, #""name" : "age""#, "also an input"),
    (#""id" : "linear-1""#, #""id" : "../../linear-1""#, "cannot be the name of a member"),
    (#""id" : "linear-1""#, #""id" : "linear-2""#, "two members are called"),
    ("weights.safetensors", "../weights.safetensors", "cannot be the name of a member's file"),
    (#""task" : "binary""#, #""task" : "multiclass""#, "three or more classes"),
    (#""task" : "binary""#, #""task" : "regression""#, "no classes"),
    (#""formatVersion" : 1"#, #""formatVersion" : 0"#, "no format version 0"),
    (#""formatVersion" : 1"#, "", "formatVersion is missing"),
  ])
  func `a contradiction in the manifest is told`(old: String, new: String, message: String) throws {
    var files = try BundleSample.contents(.binary).files()
    let text = String(decoding: try #require(files["manifest.json"]), as: UTF8.self)
    let range = try #require(text.range(of: old))
    var edited = text.replacingCharacters(in: range, with: new)
    if new.isEmpty { edited = edited.replacing(",\n  \n", with: ",\n").replacing(",\n  ,", with: ",") }
    files["manifest.json"] = Data(edited.utf8)
    let error = #expect(throws: BundlesError.self) { try ModelBundle(files: relisted(files)) }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }

  /// The files with digests that fit them.
  private func relisted(_ files: [String: Data]) -> [String: Data] {
    var files = files
    files["SHA256SUMS"] = nil
    files["SHA256SUMS"] = DigestList(of: files).text
    return files
  }
}
