using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Reading;
using NsmPS.Nsm.Names;

namespace NsmPS.Mesh.History;

/// <summary>The record of what was installed: one Secret for each revision, in the namespace of the installation.</summary>
internal sealed class Inventory(ClusterClient client)
{
    private const int KeptRevisions = 10;
    private const string DataKey = "revision";
    private const string ManifestKind = "Secret";

    public async Task<RecordedMesh> ReadAsync(string @namespace, CancellationToken cancellationToken) =>
        new(@namespace, [.. (await ListAsync(@namespace, cancellationToken))
            .Select(secret => new RecordedRevision(NumberOf(secret), Decode(secret))).OrderByDescending(revision => revision.Number)]);

    /// <summary>The namespace that holds an inventory, where there is no manager to find the mesh by; null when there is none.</summary>
    public async Task<string?> FindNamespaceAsync(CancellationToken cancellationToken) =>
        (await ListAsync(null, cancellationToken)).Select(secret => secret.Namespace()).FirstOrDefault();

    /// <summary>Deletes all but the ten newest revisions.</summary>
    public async Task PruneAsync(string @namespace, CancellationToken cancellationToken)
    {
        var old = (await ListAsync(@namespace, cancellationToken))
            .OrderByDescending(NumberOf).Skip(KeptRevisions);
        await Task.WhenAll(old.Select(secret => client.DeleteAsync(secret.Key(), secret.Uid(), cancellationToken)));
    }

    /// <summary>The Secret that holds a revision.</summary>
    public static JsonObject ToSecret(InventoryRecord record)
    {
        var @namespace = record.Options.Namespace!;
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = ManifestKind,
            ["metadata"] = new JsonObject
            {
                ["name"] = string.Create(CultureInfo.InvariantCulture, $"nsmps.mesh.r{record.Revision}"),
                ["namespace"] = @namespace,
                ["labels"] = new JsonObject
                {
                    [KubeNames.ManagedByLabel] = KubeNames.FieldManager,
                    [KubeNames.PartOfLabel] = OwnNames.MeshPart,
                    [OwnNames.ReleaseLabel] = record.Options.Version,
                    [OwnNames.InventoryLabel] = OwnNames.MeshPart,
                    [OwnNames.RevisionLabel] = record.Revision.ToString(CultureInfo.InvariantCulture),
                },
            },
            ["type"] = OwnNames.InventoryType,
            ["data"] = new JsonObject { [DataKey] = Encode(record) },
        };
    }

    /// <summary>The content of a revision's Secret as plain text; null for any other Secret, and for one that cannot be
    /// understood.</summary>
    public static (string Key, string Text)? Reveal(JsonObject secret) =>
        secret.Label(OwnNames.InventoryLabel) is not null && Decode(secret) is { } record
            ? (DataKey, JsonSerializer.Serialize(record))
            : null;

    /// <summary>A manifest as the inventory keeps it: no secret is stored twice.</summary>
    public static JsonObject Redact(JsonObject manifest)
    {
        var copy = manifest.Clone();
        if (copy.Kind() == ManifestKind)
        {
            copy.Remove("data");
        }

        return copy;
    }

    private static int NumberOf(JsonObject secret) => int.TryParse(secret.Label(OwnNames.RevisionLabel), out var revision) ? revision : 0;

    private async Task<IEnumerable<JsonObject>> ListAsync(string? @namespace, CancellationToken cancellationToken) =>
        (await client.ListAsync(KnownTypes.Secrets, new ListFilter(@namespace, $"{OwnNames.InventoryLabel}={OwnNames.MeshPart}"),
            cancellationToken)).Where(Ownership.IsOurs);

    private static string Encode(InventoryRecord record)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
        {
            JsonSerializer.Serialize(gzip, record);
        }

        return Convert.ToBase64String(buffer.ToArray());
    }

    private static InventoryRecord? Decode(JsonObject secret)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(secret.Text("data", DataKey) ?? "")),
                CompressionMode.Decompress);
            using var text = new StreamReader(gzip);
            return JsonReader.Read(text.ReadToEnd(), ReadLimits.Answer).Deserialize<InventoryRecord>();
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException or JsonException)
        {
            return null;
        }
    }
}
