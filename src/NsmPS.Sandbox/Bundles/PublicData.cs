using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Bundles;

/// <summary>What is public of the Secrets of a bundle. Of all their data it has marks, which are alike where the data were.</summary>
internal sealed class PublicData(BundleContent content)
{
    private const string DataField = "data";

    private readonly Dictionary<(string?, string), JsonObject> _secrets = content.Objects
        .Where(item => item.Text("kind") == BuiltIn.Secrets.Kind).DistinctBy(item => (item.Namespace(), item.Name()))
        .ToDictionary(item => (item.Namespace(), item.Name()));

    /// <summary>Puts what is public in the place of its mark.</summary>
    /// <param name="secret">A Secret of the bundle, or what a dry run made of it; it is changed.</param>
    public void Fill(JsonObject secret)
    {
        foreach (var part in content.Secrets.Where(part => part.Namespace == secret.Namespace() && part.Name == secret.Name()))
        {
            var mark = _secrets.GetValueOrDefault((part.Namespace, part.Name)).Text(DataField, part.Key);
            if (mark is not null && secret.Text(DataField, part.Key) == mark)
            {
                var bytes = Encoding.UTF8.GetBytes(part.Text);
                secret.Ensure(DataField)[part.Key] = Convert.ToBase64String(part.Packed ? Packed(bytes) : bytes);
            }
        }
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return buffer.ToArray();
    }
}
