import ArgumentParser
import Bundles
import Foundation
import LatheCore

/// `lathe inspect`: what a model is, checked against its digests.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show what a model is: scores, leaderboard, members, schema, provenance.",
    discussion:
      "The bundle is loaded as for a prediction, so that every digest and every reference is checked.")

  @Argument(help: "The model: a .lathe folder.", completion: .directory)
  var model: String

  @Flag(help: "Print one JSON document instead of tables.")
  var json = false

  func run() throws {
    let bundle = try ModelBundle(contentsOf: URL(filePath: model))
    if json {
      try Terminal.printJSON(BundleDocument(bundle))
    } else {
      print(BundleText(bundle).text)
    }
  }
}

/// A bundle's manifest and files as one JSON document.
struct BundleDocument: Encodable {
  let manifest: Manifest
  /// SHA-256 of `SHA256SUMS`; it identifies the bundle.
  let digest: String
  let isVerified = true
  let byteCount: Int
  let files: [String: Int]

  init(_ bundle: ModelBundle) {
    manifest = bundle.manifest
    digest = bundle.digest
    byteCount = bundle.byteCount
    files = bundle.fileSizes
  }
}
