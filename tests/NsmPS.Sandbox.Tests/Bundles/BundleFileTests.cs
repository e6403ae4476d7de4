using System.IO.Compression;
using NsmPS.Sandbox.Bundles;

namespace NsmPS.Sandbox.Tests.Bundles;

public sealed class BundleFileTests : IDisposable
{
    private const string Index =
        """
        {"Format":1,"TakenAt":"2026-01-01T00:00:00Z","Cluster":"c","KubernetesVersion":"v1.30.2+x","ModuleVersion":"1",
          "Anonymized":false,"NotRead":[]}
        """;

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Read_AnIndexAlone_IsABundleWithoutObjects()
    {
        Write(("bundle.json", Index));
        var content = BundleFile.Read(_file);

        Assert.Empty(content.Objects);
        Assert.Equal("1.30.2", content.KubernetesVersion);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc/x")]
    [InlineData("a\\..\\x")]
    [InlineData("C:/x")]
    public void Read_ANameThatLeadsOut_IsRefused(string name)
    {
        Write(("bundle.json", Index), (name, "{}"));

        Assert.Contains("leads out of it", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "is not a support bundle")]
    [InlineData("""{"Format":1,"TakenAt":"x"}""", "is not a support bundle")]
    [InlineData("null", "is not a support bundle")]
    public void Read_AnIndexThatIsNone_IsRefused(string index, string expected)
    {
        Write(("bundle.json", index));

        Assert.Contains(expected, Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnotherForm_IsRefused()
    {
        Write(("bundle.json", Index.Replace("\"Format\":1", "\"Format\":2", StringComparison.Ordinal)));

        Assert.Contains("its form is 2", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MoreThanABundleHolds_EndsBeforeItIsAllInMemory()
    {
        using (var zip = ZipFile.Open(_file, ZipArchiveMode.Update))
        {
            Add(zip, "bundle.json", Index);
            using var stream = zip.CreateEntry("objects/x.json", CompressionLevel.Fastest).Open();
            stream.Write(new byte[1024 * 1024]);
        }

        Assert.Contains("larger than", Assert.Throws<BundleException>(() => BundleFile.Read(_file, largest: 512 * 1024)).Message,
            StringComparison.Ordinal);
    }

    private string Refusal() => Assert.Throws<BundleException>(() => BundleFile.Read(_file)).Message;

    private void Write(params (string Name, string Text)[] files)
    {
        using var zip = ZipFile.Open(_file, ZipArchiveMode.Update);
        foreach (var (name, text) in files)
        {
            Add(zip, name, text);
        }
    }

    private static void Add(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }
}
