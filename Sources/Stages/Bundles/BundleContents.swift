import Features
import Foundation
import LatheCore
import Models

/// A bundle to be written.
public struct BundleContents: Sendable {
  /// What the bundle is.
  public var manifest: Manifest
  /// The fitted transforms by the name the members use.
  public var features: [String: FittedFeatures]
  /// The stored models by the id of their member.
  public var artifacts: [String: ModelArtifact]
  /// What the training data and the predictions looked like.
  public var reference: ReferenceProfile
  /// The page for people, as HTML; a bundle may do without.
  public var report: String?

  /// The parts of a bundle.
  public init(
    manifest: Manifest, features: [String: FittedFeatures], artifacts: [String: ModelArtifact],
    reference: ReferenceProfile, report: String? = nil
  ) {
    self.manifest = manifest
    self.features = features
    self.artifacts = artifacts
    self.reference = reference
    self.report = report
  }

  /// The files of the bundle, `SHA256SUMS` included: path to contents.
  ///
  /// - Throws: ``BundlesError/inconsistent(reason:)`` if the parts contradict each other.
  public func files() throws(BundlesError) -> [String: Data] {
    do {
      try ManifestCheck.run(manifest, features: features.mapValues { FeatureSetShape($0) })
      try reference.check(against: manifest)
    } catch {
      throw .inconsistent(reason: error.explanation.what)
    }
    guard artifacts.count == manifest.members.count else {
      throw .inconsistent(
        reason: "\(manifest.members.count) members come with \(artifacts.count) stored models")
    }
    var files: [String: Data] = [:]
    for member in manifest.members {
      guard let artifact = artifacts[member.id], artifact.kind == member.kind,
        artifact.files.keys.sorted() == member.files.sorted()
      else {
        throw .inconsistent(reason: "member \(member.id) does not describe its stored model")
      }
      for (file, data) in artifact.files {
        files[BundlePath.file(file, ofMember: member.id)] = data
      }
    }
    files[BundlePath.manifest] = try BundleJSON.encode(manifest, file: BundlePath.manifest)
    files[BundlePath.features] = try BundleJSON.encode(features, file: BundlePath.features)
    files[BundlePath.reference] = try BundleJSON.encode(reference, file: BundlePath.reference)
    if let report { files[BundlePath.report] = Data(report.utf8) }
    files[BundlePath.digests] = DigestList(of: files).text
    return files
  }
}
