using System.IO.Compression;
using System.Text.Json.Nodes;

namespace NsmPS.Core.Tests.Mesh.History;

/// <summary>Records as the first NsmPS wrote them.</summary>
internal static class OldRecords
{
    /// <summary>Takes from a revision's Secret what was not recorded then.</summary>
    public static void Downgrade(JsonObject secret)
    {
        using var packed = new GZipStream(new MemoryStream(Convert.FromBase64String((string)secret["data"]!["revision"]!)), CompressionMode.Decompress);
        var record = JsonNode.Parse(packed)!.AsObject();
        foreach (var name in (string[])["Operation", "RestoredFrom", "Stages"])
        {
            Assert.True(record.Remove(name));
        }

        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        using (var writer = new System.Text.Json.Utf8JsonWriter(gzip))
        {
            record.WriteTo(writer);
        }

        secret["data"]!["revision"] = Convert.ToBase64String(buffer.ToArray());
    }
}
