using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Manifests.Folders;

/// <summary>Reads a kustomization and everything that it names, and refuses what is not inside the folder, is not understood by anybody,
/// or would run a program. Nothing is built yet.</summary>
/// <param name="files">Reads the files.</param>
/// <param name="clone">The clone that the folder lies in; null for none.</param>
internal sealed partial class KustomizationReader(FolderFiles files, CloneRoot? clone)
{
    private const int MostLevels = 16;
    private const int MostKustomizations = 200;

    private static readonly string[] s_names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    private readonly List<string> _open = [];
    private int _count;

    /// <summary>Whether a folder has a kustomization.</summary>
    public static bool Has(string folder) => s_names.Any(name => File.Exists(Path.Combine(folder, name)));

    /// <summary>Reads the kustomization of a folder.</summary>
    /// <param name="folder">The folder's real path.</param>
    /// <param name="by">Who names the folder; null for the command.</param>
    /// <param name="written">As it is named there.</param>
    /// <exception cref="NsmException">ManifestInvalid, with the file, the line, the rule and what helps.</exception>
    public Kustomization Read(string folder, SourceFile? by = null, string? written = null)
    {
        if (_open.Contains(folder))
        {
            throw by!.Fault(written, $"'{written}' leads round in a circle", "Remove one of the resources that name each other.");
        }

        if (_open.Count >= MostLevels || ++_count > MostKustomizations)
        {
            throw by!.Fault(written, $"there are more than {MostLevels} kustomizations in each other or {MostKustomizations} in all",
                "Put resources together.");
        }

        var found = s_names.Where(name => File.Exists(Path.Combine(folder, name))).ToArray();
        if (found.Length != 1)
        {
            var rule = found.Length == 0 ? $"the folder '{written}' has no kustomization.yaml"
                : $"the folder has {string.Join(" and ", found)}";
            throw by?.Fault(written, rule, "Give the folder one kustomization.yaml.")
                ?? new NsmException(NsmErrors.ManifestInvalid, $"{files.Show(folder)}: {rule}.", folder)
                {
                    Remedy = "Keep one of them."
                };
        }

        _open.Add(folder);
        try
        {
            var file = files.Read(RealInside(folder, found[0], by), by, written);
            return Read(folder, file);
        }
        finally
        {
            _open.RemoveAt(_open.Count - 1);
        }
    }

    private Kustomization Read(string folder, SourceFile file)
    {
        var documents = ManifestDocuments.Read(file.Text, file.Shown);
        if (documents.Count != 1)
        {
            throw file.Fault(null, $"it holds {documents.Count} documents", "Leave one mapping in it.");
        }

        var fields = documents[0];
        CheckFields(file, fields);
        var mapped = new List<string>();
        var draft = new Kustomization(folder, file, fields, []);
        draft = draft with
        {
            Entries = [.. draft.Texts(KustomizationFields.Resources).Concat(draft.Texts(KustomizationFields.Bases))
                .Select(written => Entry(folder, written, file, mapped))],
            Components = [.. draft.Texts(KustomizationFields.Components).Select(written => Entry(folder, written, file, mapped))],
            Files = KustomizationReferences.Of(draft).Distinct(StringComparer.Ordinal)
                .ToDictionary(written => written, written => files.Read(LocateBeside(folder, written, file), file, written)),
        };
        return draft with
        {
            OnlyKubectl = [.. fields.Where(field => KustomizationFields.OfKubectl.Contains(field.Key)).Select(field => (file, field.Key)),
                .. draft.Children.SelectMany(child => child.OnlyKubectl)],
            Mapped = [.. mapped, .. draft.Children.SelectMany(child => child.Mapped)],
        };
    }

    private static void CheckFields(SourceFile file, JsonObject fields)
    {
        if (fields.Text("kind") is { } kind && kind is not ("Kustomization" or "Component"))
        {
            throw file.Fault("kind", $"'{kind}' is no Kustomization", "Write 'kind: Kustomization'.");
        }

        foreach (var name in fields.Select(field => field.Key))
        {
            if (KustomizationFields.Programs.Contains(name))
            {
                throw file.Fault(name, $"{name} would run programs, which NsmPS never lets a folder do",
                    "Build the folder yourself with kustomize, read what comes out, and give a folder with that.");
            }

            if (!KustomizationFields.Known.Contains(name) && !KustomizationFields.OfKubectl.Contains(name))
            {
                throw file.Fault(name, $"a kustomization has no field '{ShownText.Of(name, 60)}'", "Correct the field's name.");
            }
        }
    }

    private KustomizationEntry Entry(string folder, string written, SourceFile file, List<string> mapped)
    {
        var target = IsUrl(folder, written) ? MapUrl(written, file, mapped) : files.Locate(folder, written, file);
        if (Directory.Exists(target))
        {
            return new KustomizationEntry(written, target, Read(target, file, written), null);
        }

        // As kustomize: a file must lie beside or below the kustomization that names it, a folder need not.
        return RealPath.IsInside(folder, target)
            ? new KustomizationEntry(written, target, null, files.Read(target, file, written))
            : throw file.Fault(written, $"'{written}' is no folder, and files must lie beside the kustomization or below it",
                "Correct the path, or give the file's folder a kustomization and name the folder.");
    }

    private string MapUrl(string url, SourceFile file, List<string> mapped)
    {
        if (clone?.Map(url) is not { } local)
        {
            throw file.Fault(url, $"'{ShownText.Of(url, 200)}' is a URL, and NsmPS loads nothing from the network",
                "Clone the repository, and give -Path a folder of the clone: URLs of the same repository are read from it.");
        }

        mapped.Add(url);
        return files.Locate(clone.Path, Path.GetRelativePath(clone.Path, Path.GetFullPath(local)), file);
    }

    private string LocateBeside(string folder, string written, SourceFile file)
    {
        if (IsUrl(folder, written))
        {
            throw file.Fault(written, $"'{ShownText.Of(written, 200)}' is a URL, and NsmPS loads nothing from the network",
                "Put the file beside the kustomization.");
        }

        var target = files.Locate(folder, written, file);
        return RealPath.IsInside(folder, target) ? target
            : throw file.Fault(written, $"'{written}' must lie beside the kustomization or below it", "Move the file.");
    }

    private string RealInside(string folder, string name, SourceFile? by)
    {
        var real = RealPath.Of(Path.Combine(folder, name));
        return RealPath.IsInside(files.Root, real) ? real
            : throw (by ?? new SourceFile(real, files.Show(Path.Combine(folder, name)), []))
                .Fault(null, $"'{name}' is a link that leads out of '{files.Root}'", "Replace the link by a file.");
    }

    /// <summary>As kustomize: what is there is no URL, however it is called.</summary>
    private static bool IsUrl(string folder, string written) =>
        Url().IsMatch(written) && !File.Exists(Path.Combine(folder, written)) && !Directory.Exists(Path.Combine(folder, written));

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+.-]*:|^[\w.-]+@|^(github|gitlab|bitbucket)\.\w+/|\?ref=")]
    private static partial Regex Url();
}
