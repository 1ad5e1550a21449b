import Features
import Foundation
import LatheCore
import Models

/// A bundle that was read and checked: its manifest, its transforms and its models, ready to answer.
///
/// Loading trusts nothing: names, sizes and digests are checked before any content is parsed, each text is
/// parsed strictly, and every reference between the files must hold. What loads is what was written, or it does
/// not load. The format is in `Documentation/bundle-format.md`.
///
/// ```swift
/// let bundle = try ModelBundle(contentsOf: URL(filePath: "adult.lathe"))
/// print(bundle.manifest.problem, bundle.models.count)
/// ```
public struct ModelBundle: Sendable {
  /// What the bundle is.
  public let manifest: Manifest
  /// The fitted transforms by the name the members use.
  public let features: [String: FittedFeatures]
  /// The models, one for each of the manifest's members, in their order.
  public let models: [any Model]
  /// What the training data and the predictions looked like.
  public let reference: ReferenceProfile
  /// Path to size in bytes of every file.
  public let fileSizes: [String: Int]
  /// SHA-256 of `SHA256SUMS` in hexadecimal: it identifies the bundle with all its contents.
  public let digest: String

  /// Reads the bundle in the folder at `url`.
  ///
  /// A bundle that is replaced while it is read is read again.
  ///
  /// - Throws: ``BundlesError`` that names the file and what to do.
  /// - Complexity: O(bytes).
  public init(contentsOf url: URL, limits: BundleLimits = .standard) throws(BundlesError) {
    var attempts = 3
    while true {
      let folder: FolderFiles
      do { folder = try FolderFiles(path: url.path) } catch { throw error.located(in: url.path) }
      do {
        self = try BundleReader(folder, limits: limits).bundle()
        return
      } catch {
        attempts -= 1
        let wasReplaced = folder.identity != FileIdentity(path: url.path)
        guard wasReplaced, attempts > 0 else { throw error.located(in: url.path) }
      }
    }
  }

  /// Reads a bundle that is in memory.
  ///
  /// - Parameters:
  ///   - files: Path in the bundle (`members/ID/model.txt`) to contents.
  ///   - name: What errors call the bundle.
  /// - Throws: ``BundlesError`` as ``init(contentsOf:limits:)``.
  public init(files: [String: Data], name: String = "bundle", limits: BundleLimits = .standard)
    throws(BundlesError)
  {
    do {
      self = try BundleReader(MemoryFiles(files: files), limits: limits).bundle()
    } catch {
      throw error.located(in: name)
    }
  }

  init(
    manifest: Manifest, features: [String: FittedFeatures], models: [any Model], reference: ReferenceProfile,
    fileSizes: [String: Int], digest: String
  ) {
    self.manifest = manifest
    self.features = features
    self.models = models
    self.reference = reference
    self.fileSizes = fileSizes
    self.digest = digest
  }

  /// Bytes of all files together.
  public var byteCount: Int { fileSizes.values.reduce(0, +) }

  /// Bytes of the files of one member.
  public func byteCount(ofMember member: BundleMember) -> Int {
    member.files.reduce(0) { $0 + (fileSizes[BundlePath.file($1, ofMember: member.id)] ?? 0) }
  }
}
