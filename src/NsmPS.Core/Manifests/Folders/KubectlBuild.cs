using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Credentials;

namespace NsmPS.Manifests.Folders;

/// <summary>Lets kubectl build a kustomization. It sees a copy that holds what was read and checked, and nothing else: so it can neither
/// follow a link nor load a URL, and what it builds is what was checked.</summary>
/// <param name="program">The path of kubectl.</param>
/// <param name="root">The real path of the folder that holds everything.</param>
/// <param name="time">The clock.</param>
internal sealed class KubectlBuild(string program, string root, TimeProvider time)
{
    public const string Program = "kubectl";

    private const string File = "kustomization.yaml";
    private const int LongestReason = 800;

    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(1);

    /// <summary>Variables without which programs do not start on some systems. kubectl gets no other: not even a kubeconfig.</summary>
    private static readonly string[] s_variables = ["PATH", "SystemRoot", "TEMP", "TMP", "TMPDIR"];

    /// <summary>The objects of a kustomization.</summary>
    /// <exception cref="NsmException">ManifestInvalid, with kubectl's words.</exception>
    public async Task<ImmutableArray<JsonObject>> RunAsync(Kustomization kustomization, CancellationToken cancellationToken)
    {
        var copy = Directory.CreateTempSubdirectory("nsmps-folder-");
        try
        {
            Write(kustomization, copy.FullName);
            var result = await RunAsync(Place(kustomization, copy.FullName), copy.FullName, kustomization.File, cancellationToken);
            return ManifestReader.Read(kustomization.File.Shown, [($"{kustomization.File.Shown} as kubectl builds it", result)]);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    private void Write(Kustomization it, string copy)
    {
        var folder = Place(it, copy);
        Directory.CreateDirectory(folder);
        var fields = it.Fields.Clone();
        fields.Remove(KustomizationFields.Bases);
        fields[KustomizationFields.Resources] = Names(it, it.Entries);
        if (it.Components.Count > 0)
        {
            fields[KustomizationFields.Components] = Names(it, it.Components);
        }

        System.IO.File.WriteAllText(Path.Combine(folder, File), fields.ToJsonString());
        foreach (var file in it.Entries.Select(entry => entry.Objects).OfType<SourceFile>())
        {
            Write(Path.GetFullPath(Path.GetRelativePath(it.Folder, file.FullPath), folder), folder, file);
        }

        foreach (var (written, file) in it.Files)
        {
            Write(Path.GetFullPath(written, folder), folder, file);
        }

        foreach (var child in it.Children)
        {
            Write(child, copy);
        }
    }

    private static void Write(string path, string folder, SourceFile file)
    {
        if (!RealPath.IsInside(folder, path))
        {
            throw file.Fault(null, "a link in its path leads up and down again", "Write the path without links.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllBytes(path, file.Bytes);
    }

    private static JsonArray Names(Kustomization it, IReadOnlyList<KustomizationEntry> entries) =>
        [.. entries.Select(entry => (JsonNode)Path.GetRelativePath(it.Folder, entry.Target))];

    private string Place(Kustomization it, string copy) => Path.GetFullPath(Path.GetRelativePath(root, it.Folder), copy);

    private async Task<string> RunAsync(string folder, string copy, SourceFile file, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, ["kustomize", folder]) { WorkingDirectory = copy };
        var kept = s_variables.ToDictionary(name => name, name => start.Environment.TryGetValue(name, out var value) ? value : null);
        start.Environment.Clear();
        foreach (var (name, value) in kept.Where(pair => pair.Value is not null))
        {
            start.Environment[name] = value;
        }

        start.Environment["HOME"] = copy;
        using var limit = new CancellationTokenSource(s_timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var result = await ChildProcess.RunAsync(start, screen: null, givesInput: false, time, either.Token);
            return result.ExitCode == 0 ? result.StandardOutput
                : throw file.Fault(null, "kubectl cannot build it: " + ShownText.Of(result.StandardError
                    .Replace(copy, root, StringComparison.Ordinal).Trim().TrimEnd('.'), LongestReason), "Correct what kubectl names.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw file.Fault(null, $"kubectl did not build it within {s_timeout.TotalSeconds:0} s", "Run 'kubectl kustomize' by hand.");
        }
        catch (Exception exception) when (exception is Win32Exception or IOException)
        {
            throw file.Fault(null, $"{program} cannot be started: {exception.Message}", "Repair kubectl, or take it off PATH.");
        }
    }
}
