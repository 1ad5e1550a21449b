import Features
import Foundation
import LatheCore
import Models

/// Reads one bundle, step by step from what can be checked without trust to what needs all of it.
struct BundleReader {
  private let files: any BundleFiles
  private let limits: BundleLimits

  init(_ files: any BundleFiles, limits: BundleLimits) {
    self.files = files
    self.limits = limits
  }

  /// The bundle in the files.
  func bundle() throws(BundlesError) -> ModelBundle {
    let sizes = try checkedSizes()
    let sums = try contents(of: BundlePath.digests, sizes: sizes)
    let digests = try DigestList(parsing: sums).digests
    try checkListing(digests, sizes: sizes)

    // The version first of all contents: a later format may have changed everything else.
    let manifestText = try verified(BundlePath.manifest, digests: digests, sizes: sizes)
    try checkVersion(manifestText)
    var texts: [String: Data] = [:]
    for path in digests.keys.sorted() where path != BundlePath.manifest {
      let text = try verified(path, digests: digests, sizes: sizes)
      if path != BundlePath.report { texts[path] = text }
    }

    let manifest = try decode(Manifest.self, manifestText, file: BundlePath.manifest)
    let features = try decode([String: FittedFeatures].self, texts, file: BundlePath.features)
    let reference = try decode(ReferenceProfile.self, texts, file: BundlePath.reference)
    try ManifestCheck.run(manifest, features: features.mapValues { FeatureSetShape($0) })
    try reference.check(against: manifest)
    try checkMembership(manifest, paths: digests.keys.sorted())
    var models: [any Model] = []
    for member in manifest.members {
      models.append(try model(of: member, in: manifest, features: features, texts: texts))
    }
    return ModelBundle(
      manifest: manifest, features: features, models: models, reference: reference, fileSizes: sizes,
      digest: DigestList.digest(of: sums))
  }

  private func checkedSizes() throws(BundlesError) -> [String: Int] {
    let sizes = try files.sizes(limits: limits)
    guard sizes[BundlePath.manifest] != nil || sizes[BundlePath.digests] != nil else {
      throw .unreadable(file: "", reason: "it holds no \(BundlePath.manifest)")
    }
    guard sizes.count <= limits.fileCount else {
      throw .tooLarge(file: "", bytes: sizes.count, limit: limits.fileCount)
    }
    var total = 0
    for (path, size) in sizes.sorted(by: { $0.key < $1.key }) {
      guard BundlePath.isSafe(path: path) else {
        throw .unsafe(file: path, reason: "a bundle has no file of this name")
      }
      let limit = limit(of: path)
      guard size <= limit else { throw .tooLarge(file: path, bytes: size, limit: limit) }
      total += size
    }
    guard total <= limits.totalBytes else {
      throw .tooLarge(file: "", bytes: total, limit: limits.totalBytes)
    }
    return sizes
  }

  private func limit(of path: String) -> Int {
    switch path {
    case BundlePath.manifest, BundlePath.features, BundlePath.reference:
      min(limits.fileBytes, limits.jsonBytes)
    case BundlePath.digests: min(limits.fileBytes, limits.fileCount * 512)
    default: limits.fileBytes
    }
  }

  private func checkListing(_ digests: [String: String], sizes: [String: Int]) throws(BundlesError) {
    for path in digests.keys.sorted() where sizes[path] == nil {
      throw .damaged(file: path, reason: "SHA256SUMS lists this file, and it is not there")
    }
    for path in sizes.keys.sorted() where path != BundlePath.digests && digests[path] == nil {
      throw .unsafe(file: path, reason: "SHA256SUMS does not list this file")
    }
  }

  private func contents(of path: String, sizes: [String: Int]) throws(BundlesError) -> Data {
    guard let size = sizes[path] else {
      throw .damaged(file: path, reason: "this file is missing")
    }
    return try files.contents(of: path, size: size)
  }

  private func verified(_ path: String, digests: [String: String], sizes: [String: Int])
    throws(BundlesError) -> Data
  {
    let data = try contents(of: path, sizes: sizes)
    guard DigestList.digest(of: data) == digests[path] else {
      throw .damaged(file: path, reason: "its SHA-256 differs from the one in SHA256SUMS")
    }
    return data
  }

  private func checkVersion(_ manifest: Data) throws(BundlesError) {
    struct Version: Decodable {
      let formatVersion: Int
    }
    let version = try decode(Version.self, manifest, file: BundlePath.manifest).formatVersion
    guard version <= Manifest.currentFormatVersion else {
      throw .newerFormat(
        file: BundlePath.manifest, found: version, known: Manifest.currentFormatVersion)
    }
    guard version >= 1 else {
      throw .damaged(file: BundlePath.manifest, reason: "there is no format version \(version)")
    }
  }

  private func decode<Value: Decodable>(_ type: Value.Type, _ text: Data, file: String)
    throws(BundlesError) -> Value
  {
    try BundleJSON.decode(type, from: text, file: file, depth: limits.jsonDepth)
  }

  private func decode<Value: Decodable>(_ type: Value.Type, _ texts: [String: Data], file: String)
    throws(BundlesError) -> Value
  {
    guard let text = texts[file] else { throw .damaged(file: file, reason: "this file is missing") }
    return try decode(type, text, file: file)
  }

  /// Every file must be known: one of the four at the top, or one that a member lists.
  private func checkMembership(_ manifest: Manifest, paths: [String]) throws(BundlesError) {
    var known: Set<String> = [
      BundlePath.manifest, BundlePath.features, BundlePath.reference, BundlePath.report,
    ]
    for member in manifest.members {
      for file in member.files { known.insert(BundlePath.file(file, ofMember: member.id)) }
    }
    for path in paths where !known.contains(path) {
      throw .unsafe(file: path, reason: "no part of the manifest knows this file")
    }
  }

  private func model(
    of member: BundleMember, in manifest: Manifest, features: [String: FittedFeatures],
    texts: [String: Data]
  ) throws(BundlesError) -> any Model {
    var files: [String: Data] = [:]
    for file in member.files {
      let path = BundlePath.file(file, ofMember: member.id)
      guard let data = texts[path] else {
        throw .damaged(file: path, reason: "the manifest names this file, and it is not there")
      }
      files[file] = data
    }
    let folder = "\(BundlePath.members)/\(member.id)"
    let featureCount = features[member.featureSet]?.features.count ?? 0
    let model: any Model
    do {
      model = try ModelArtifact(kind: member.kind, files: files)
        .model(problem: manifest.problem, featureCount: featureCount)
    } catch {
      switch error {
      case .damaged(let file, let reason): throw .damaged(file: "\(folder)/\(file)", reason: reason)
      }
    }
    guard model.featureCount == featureCount, model.outputCount == manifest.problem.outputCount else {
      throw .damaged(
        file: folder,
        reason:
          "it reads \(model.featureCount) features and answers \(model.outputCount) numbers instead of \(featureCount) and \(manifest.problem.outputCount)"
      )
    }
    return model
  }
}

/// What a manifest must know of a feature set.
struct FeatureSetShape {
  /// The columns it reads.
  let inputs: [ColumnSchema]

  init(_ features: FittedFeatures) { inputs = features.inputs }
}
