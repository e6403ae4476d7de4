using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Config;
using NsmPS.Kubernetes.Credentials;
using NsmPS.Manifests.Folders.Building;

namespace NsmPS.Manifests.Folders;

/// <summary>A folder of a user: a kustomization, or plain files of objects. Nothing outside its root is read, nothing is loaded from the
/// network, and no program is run but kubectl, where it is there, to build what was read.</summary>
public sealed class UserFolder
{
    private static readonly string[] s_extensions = [".yaml", ".yml"];

    private readonly Func<string, string?> _variable;
    private readonly TimeProvider _time;
    private readonly FolderFiles _files;
    private readonly CloneRoot? _clone;
    private readonly string _folder;

    internal UserFolder(string folder, string? root, Func<string, string?> variable, TimeProvider time)
    {
        (_variable, _time) = (variable, time);
        _folder = Require(folder);
        _clone = CloneRoot.Find(_folder);
        var bounds = root is null ? _clone?.Path ?? _folder : Require(root);
        if (!RealPath.IsInside(bounds, _folder))
        {
            throw new NsmException(NsmErrors.ManifestInvalid, $"The folder '{_folder}' is not in '{bounds}'.", _folder)
            {
                Remedy = "Name a folder above it with -Root, or leave -Root out."
            };
        }

        _files = new FolderFiles(bounds, root is not null);
    }

    /// <summary>Names the folder. Nothing is read yet.</summary>
    /// <param name="folder">Its full path.</param>
    /// <param name="root">The full path of the folder that holds everything it refers to; null for the clone of a git repository that it
    /// lies in, and without one the folder itself.</param>
    /// <exception cref="NsmException">ManifestInvalid when it is no folder, or not in the root.</exception>
    public static UserFolder At(string folder, string? root) =>
        new(folder, root, ClusterEnvironment.OfProcess().Variable, TimeProvider.System);

    /// <summary>Whether a folder has something to read: a kustomization, or YAML files.</summary>
    /// <param name="folder">Its full path; it exists.</param>
    public static bool HoldsObjects(string folder) => KustomizationReader.Has(folder) || PlainFiles(folder).Length > 0;

    /// <summary>The folder's own name.</summary>
    public string Name => Path.GetFileName(_folder);

    /// <summary>What the user should know of how it was read.</summary>
    public IReadOnlyList<string> Remarks { get; private set; } = [];

    /// <summary>Reads and builds its objects.</summary>
    /// <exception cref="NsmException">ManifestInvalid, with the file, the line where it is known, the rule and what helps.</exception>
    public async Task<ManifestSource> ReadAsync(CancellationToken cancellationToken)
    {
        if (!KustomizationReader.Has(_folder))
        {
            return new ManifestSource(_folder, ReadPlain());
        }

        var kustomization = new KustomizationReader(_files, _clone).Read(_folder);
        Remarks = [.. kustomization.Mapped.Distinct().Select(url => $"{url} is read from the clone in {_clone!.Path} as it is there, "
            + "whatever its ref.")];
        return new ManifestSource(_folder, ProgramPath.Find(KubectlBuild.Program, _variable) is { } kubectl
            ? await new KubectlBuild(kubectl, _files.Root, _time).RunAsync(kustomization, cancellationToken)
            : [.. KustomizationBuilder.Build(kustomization).Select(piece => ManifestRules.Check(piece.Item, piece.Place))]);
    }

    private ImmutableArray<JsonObject> ReadPlain()
    {
        var paths = PlainFiles(_folder);
        if (paths.Length == 0)
        {
            throw new NsmException(NsmErrors.ManifestInvalid, $"{_folder}: it holds neither a kustomization.yaml nor other YAML files.",
                _folder)
            { Remedy = "Name the folder that holds the files; folders in it are read only where a kustomization names them." };
        }

        return ManifestReader.Read(_folder, paths.Select(ReadPlain).Select(file => (file.Shown, file.Text)));
    }

    private static string[] PlainFiles(string folder) => [.. Directory.EnumerateFiles(folder)
        .Where(file => s_extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];

    private SourceFile ReadPlain(string path)
    {
        var real = RealPath.Of(path);
        return RealPath.IsInside(_files.Root, real) ? _files.Read(real)
            : throw new NsmException(NsmErrors.ManifestInvalid,
                $"{_files.Show(path)}: it is a link that leads out of '{_files.Root}'.", path)
            {
                Remedy = "Replace the link by a file."
            };
    }

    private static string Require(string folder) => Directory.Exists(folder) ? RealPath.Of(folder)
        : throw new NsmException(NsmErrors.ManifestInvalid, $"'{folder}' is no folder.", folder)
        {
            Remedy = "Name a folder that is there; the files in it are read together."
        };
}
