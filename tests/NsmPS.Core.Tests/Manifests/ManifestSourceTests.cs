using NsmPS.Kubernetes;
using NsmPS.Manifests;

namespace NsmPS.Core.Tests.Manifests;

[Collection(Measured.Name)]
public sealed class ManifestSourceTests
{
    private const string One = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n";
    private const string Two = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: two}\n";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(One + "---\n" + Two)]
    [InlineData("---\n" + One + "---   \n" + Two + "---\n")]
    [InlineData("--- # first\n" + One + "--- # second\n" + Two)]
    [InlineData(One + "...\n---\n" + Two + "...\n")]
    [InlineData("# only a comment\n---\n" + One + "---\n---\n" + Two)]
    [InlineData("\uFEFF" + One + "---\n" + Two)]
    [InlineData("%YAML 1.2\n---\n" + One + "---\n" + Two)]
    [InlineData("apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: one}}\n- {apiVersion: v1, kind: "
        + "ConfigMap, metadata: {name: two}}\n")]
    [InlineData("{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"one\"}}\n---\n" + Two)]
    [InlineData("{\n\t\"apiVersion\": \"v1\",\n\t\"kind\": \"List\",\n\t\"items\": [{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", "
        + "\"metadata\": {\"name\": \"one\"}}, {\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"two\"}}]\n}")]
    public void FromYaml_EveryWayToWriteTwoObjects_ReadsBoth(string text)
    {
        Assert.Equal(["one", "two"], ManifestSource.FromYaml(text, "test").Objects.Select(item => item.Name()));
        Assert.Equal(["one", "two"], ManifestSource.FromYaml(text.ReplaceLineEndings("\r\n"), "test").Objects.Select(item => item.Name()));
    }

    [Fact]
    public void FromYaml_ObjectReadFromACluster_LosesWhatServersWrite()
    {
        var item = Assert.Single(ManifestSource.FromYaml(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one, uid: x, resourceVersion: '7', managedFields: [], creationTimestamp: "
                + "null, labels: {nsmps.io/part: custom}, annotations: null}\n", "test").Objects);

        Assert.Equal("""{"name":"one","labels":{}}""", item["metadata"]!.ToJsonString());
    }

    [Theory]
    [InlineData("", "holds no object")]
    [InlineData("# nothing\n---\n", "holds no object")]
    [InlineData("apiVersion: v1\nkind: List\nitems: []\n", "holds no object")]
    [InlineData("apiVersion: v1\nkind: List\n", "no items")]
    [InlineData("apiVersion: v1\nkind: List\nitems: [1]\n", "not an object")]
    [InlineData("- a", "mapping")]
    [InlineData("a", "mapping")]
    [InlineData("kind: ConfigMap\nmetadata: {name: a}", "apiVersion is missing")]
    [InlineData("apiVersion: 1\nkind: ConfigMap\nmetadata: {name: a}", "apiVersion is missing or malformed")]
    [InlineData("apiVersion: ../v1\nkind: ConfigMap\nmetadata: {name: a}", "apiVersion is missing or malformed")]
    [InlineData("apiVersion: v1\nmetadata: {name: a}", "kind is missing")]
    [InlineData("apiVersion: v1\nkind: \"Config\\nMap\"\nmetadata: {name: a}", "kind is missing or malformed")]
    [InlineData("apiVersion: v1\nkind: ConfigMap", "no metadata")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: [a]", "no metadata")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {}", "metadata.name is missing")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: 5}", "not a name")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ../x}", "not a name")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \"a\\u001b[2J\"}", "not a name")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: a-}", "generateName")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: A_B}", "metadata.namespace")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: [x]}", "metadata.labels is not a mapping")]
    [InlineData("a: \0b", "control character")]
    public void FromYaml_BadObject_SaysWhichAndWhy(string text, string expected)
    {
        var error = Assert.Throws<NsmException>(() => ManifestSource.FromYaml(text, "body.yaml"));

        Assert.Equal(NsmErrors.ManifestInvalid, error.Error);
        Assert.Contains("body.yaml", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', error.Message);
    }

    [Theory]
    [InlineData("labels: {app.kubernetes.io/managed-by: nsmps}")]
    [InlineData("labels: {nsmps.io/release: v0.2.1}")]
    [InlineData("annotations: {nsmps.io/x: y}")]
    public void FromYaml_MarkedAsTheMeshs_IsReserved(string marks) =>
        Assert.Equal(NsmErrors.ObjectReserved,
            Assert.Throws<NsmException>(() =>
                ManifestSource.FromYaml($"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a, {marks}}}", "body")).Error);

    public static TheoryData<string, string, string> Bombs => new()
    {
        { "flow lists", "", "[" },
        { "flow mappings", "", "{" },
        { "flow mappings with keys", "", "{a: " },
        { "json", "", "{\"a\":" },
        { "block lists", "", "- " },
        { "complex keys", "", "? " },
        { "anchors", "", "&a " },
        { "aliases", "a: ", "*a " },
        { "tags", "", "!!str " },
        { "documents", "", "---\n" },
        { "plain text", "a: ", "x" },
        { "one value per line", "", "-\n" },
        { "list of scalars", "a: [", "b, " },
        { "equal keys", "", "a:\n" },
        { "many objects", "", "---\nkind: x\n" },
        { "tabs", "a:", "\t" },
        { "line breaks", "a: ", "\n" },
        { "open quote", "a: \"", "x\n" },
        { "escapes", "a: \"", "\\x41" },
        { "document ends", "", "...\n" },
        { "digits", "a: ", "1" },
        { "comments", "", "#\n" },
        { "block text", "a: |\n", "  b\n" },
        { "long key", "", "k" },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void FromYaml_TwoMebibytesOfHostileText_EndSoonAndStaySmall(string what, string start, string unit)
    {
        var text = start + string.Concat(Enumerable.Repeat(unit, (ManifestReader.LargestSize - start.Length) / unit.Length));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var begun = Environment.CpuUsage.TotalTime;

        var error = Assert.Throws<NsmException>(() => ManifestSource.FromYaml(text, "body"));

        var took = Environment.CpuUsage.TotalTime - begun;
        Assert.True(took < s_limit, $"{what} took {took}");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 512L * 1024 * 1024);
        Assert.Equal(NsmErrors.ManifestInvalid, error.Error);
        Assert.InRange(error.Message.Length, 0, 1000);
    }

    [Fact]
    public void FromYaml_BillionLaughs_IsRefusedSoon()
    {
        var text = "a: &a [x, x, x, x, x, x, x, x, x]\n"
            + string.Concat(
                "bcdefghi".Select(name => $"{name}: &{name} [{string.Join(", ", Enumerable.Repeat($"*{(char)(name - 1)}", 9))}]\n"));
        var begun = Environment.CpuUsage.TotalTime;

        Assert.Contains("body: line 6, column 12: there are more than 150000 values",
            Assert.Throws<NsmException>(() => ManifestSource.FromYaml(text, "body")).Message, StringComparison.Ordinal);
        Assert.InRange(Environment.CpuUsage.TotalTime - begun, TimeSpan.Zero, s_limit);
    }

    [Fact]
    public void FromYaml_ModesAnchorsAndMergeKeys_AreReadAsKubernetesDoes()
    {
        var item = Assert.Single(ManifestSource.FromYaml(One + "x: &x {mode: 0400, on: yes}\nz:\n  <<: *x\n  mode: 0o644\n",
            "body").Objects);

        Assert.Equal("""{"mode":256,"true":true}""", item["x"]!.ToJsonString());
        Assert.Equal("""{"mode":420,"true":true}""", item["z"]!.ToJsonString());
    }

    [Fact]
    public void FromYaml_LoneSurrogate_IsRefused() =>
        Assert.Contains("Unicode", Assert.Throws<NsmException>(() => ManifestSource.FromYaml("a: \uD800", "body")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"\\uD800\"}}")]
    [InlineData("{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"a\"}, \"data\": {\"\\uDC00\": \"x\"}}")]
    public void Read_HalfACharacterInJson_IsRefused(string json) =>
        Assert.Equal(NsmErrors.ManifestInvalid, Assert.Throws<NsmException>(() => ManifestSource.FromYaml(json, "body")).Error);

    [Fact]
    public void FromYaml_EmojiInJson_IsRead() => Assert.Equal("\U0001F600", ManifestSource.FromYaml(
        "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"a\"}, \"data\": {\"x\": \"\\uD83D\\uDE00\"}}",
        "body").Objects[0].Text("data", "x"));

    [Fact]
    public void FromYaml_TooLarge_IsRefused() =>
        Assert.Contains("larger than 2048 KiB",
            Assert.Throws<NsmException>(() => ManifestSource.FromYaml("#" + new string('x', ManifestReader.LargestSize), "body")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(ManifestReader.MostObjects, true)]
    [InlineData(ManifestReader.MostObjects + 1, false)]
    public void FromYaml_NumberOfObjects_IsBounded(int count, bool allowed)
    {
        var text = string.Concat(Enumerable.Range(0, count)
            .Select(i => $"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c{i}}}\n"));

        if (allowed)
        {
            Assert.Equal(count, ManifestSource.FromYaml(text, "body").Count);
        }
        else
        {
            Assert.Contains("more than 500 objects", Assert.Throws<NsmException>(() => ManifestSource.FromYaml(text, "body")).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void FromYaml_KeyTwice_NamesTheLine() => Assert.Contains("body: line 3, column 1: the key 'kind' stands twice: keep one of them",
        Assert.Throws<NsmException>(() => ManifestSource.FromYaml("apiVersion: v1\nkind: ConfigMap\nkind: Secret\n", "body")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void FromFolder_YamlFiles_AreReadByName()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "b.yml"), Two);
        File.WriteAllText(Path.Combine(folder.Path, "a.yaml"), One);
        File.WriteAllText(Path.Combine(folder.Path, "c.txt"), "no: yaml: at all");

        Assert.Equal(["one", "two"], ManifestSource.FromFolder(folder.Path).Objects.Select(item => item.Name()));
    }

    [Fact]
    public void FromFolder_Missing_IsInvalid() =>
        Assert.Equal(NsmErrors.ManifestInvalid, Assert.Throws<NsmException>(() => ManifestSource.FromFolder("/nonexistent/folder")).Error);
}
