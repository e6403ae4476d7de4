using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Core.Tests.Kubernetes.Reading;

public class DocumentReaderTests
{
    private static readonly ReadLimits s_small = new(Depth: 5, Values: 40);

    [Theory]
    [InlineData("a: 1\n---\nb: 2\n", 2)]
    [InlineData("---\n---\na: 1\n---\n# nothing\n", 1)]
    [InlineData("a: 1\r\n---\r\nb: 2\r\n...\r\n", 2)]
    [InlineData("\uFEFF{\"a\": 1}", 1)]
    [InlineData("", 0)]
    public void ReadAll_Documents_SkipsEmptyOnes(string text, int count) =>
        Assert.Equal(count, DocumentReader.ReadAll(text, ReadLimits.Manifest).Count);

    [Theory]
    [InlineData("a: &x 1\n---\nb: *x\n", "line 3, column 4: an alias names no anchor")]
    [InlineData("a: [1", "it is not YAML")]
    [InlineData("\n\n- a", "line 3, column 1: a document must be a mapping")]
    [InlineData("a: 1\nb:\n  c: 1\n  c: 2", "line 4, column 3: the key 'c' stands twice: keep one of them")]
    [InlineData("{\"a\": 1,\n \"a\": 2}", "line 2, column 2: the key 'a' stands twice: keep one of them")]
    [InlineData("b: *x", "line 1, column 4: an alias names no anchor that ends before it: define the anchor (&name) first")]
    [InlineData("a: &x [*x]", "line 1, column 8: an alias names no anchor that ends before it")]
    [InlineData("a: 1\n<<: 2", "line 2, column 5: a merge key (<<) needs a mapping or a list of mappings")]
    [InlineData("{[a]: 1}", "line 1, column 2: a key must be a scalar that is not null: put it in quotes")]
    [InlineData("~: 1", "line 1, column 1: a key must be a scalar that is not null: put it in quotes")]
    [InlineData("a: .inf", "line 1, column 4: a value is no finite number: put it in quotes")]
    [InlineData("a: !!int x", "line 1, column 4: a value is no !!int, which its tag says: correct the value or the tag")]
    public void ReadAll_Fault_NamesPlaceRuleAndRemedy(string text, string expected) =>
        Assert.Contains(expected, FaultOf(text, ReadLimits.Manifest), StringComparison.Ordinal);

    [Theory]
    [InlineData("a: [[[[[[1]]]]]]", "line 1, column 9: it is nested more than 5 levels deep: flatten it")]
    [InlineData("a:\n  b:\n    c:\n      d:\n        e:\n          f:\n            g: 1", "line 7, column 13: it is nested more")]
    [InlineData("x: &x [[[1]]]\na: {b: *x}\nc: {d: {e: {f: *x}}}", "line 3, column 16: it is nested more than 5 levels deep")]
    [InlineData("a: [0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9]", "more than 40 values: split")]
    [InlineData("a: &a [1, 1, 1, 1]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]", "line 3, column 8: there are more than 40")]
    [InlineData("a: &a {b: 1, c: 2, d: 3, e: 4}\nf: [{<<: *a}, {<<: *a}, {<<: *a}, {<<: *a}]", "more than 40 values")]
    public void ReadAll_MoreThanTheLimits_IsRefusedWithPlaceAndRemedy(string text, string expected) =>
        Assert.Contains(expected, FaultOf(text, s_small), StringComparison.Ordinal);

    [Fact]
    public void ReadAll_AliasesOfALongText_AreBounded()
    {
        string text = $"a: &a {new string('x', 100_000)}\nb: [{string.Join(", ", Enumerable.Repeat("*a", 100))}]";

        Assert.Contains("aliases repeat more than 2097152 characters: use fewer", FaultOf(text, ReadLimits.Kubeconfig), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: \"x\n")]
    [InlineData("a: [b,\n")]
    public void ReadAll_VeryManyLooseLines_EndSoon(string start)
    {
        string text = start + string.Concat(Enumerable.Repeat("y,\n", 500_000));
        TimeSpan begun = Environment.CpuUsage.TotalTime;

        Assert.Throws<ReadException>(() => DocumentReader.ReadAll(text, ReadLimits.Manifest));

        Assert.InRange(Environment.CpuUsage.TotalTime - begun, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void ReadAll_MoreDocumentsThanAllowed_IsRefused() => Assert.Contains(
        "there are more than 2000 documents: split the text",
        FaultOf(string.Concat(Enumerable.Repeat("---\n", 2001)), ReadLimits.Manifest),
        StringComparison.Ordinal);

    [Fact]
    public void ReadAll_EqualKeysAllowed_LastCounts() =>
        Assert.Equal("""{"a":2}""", Assert.Single(DocumentReader.ReadAll("a: 1\na: 2", ReadLimits.Kubeconfig)).ToJsonString());

    [Fact]
    public void ReadAll_MergedKeyThatIsAlsoWritten_IsNoEqualKey() => Assert.True(JsonNode.DeepEquals(
        JsonNode.Parse("""{"a":{"x":1,"z":1},"b":{"x":2,"z":1}}"""),
        Assert.Single(DocumentReader.ReadAll("a: &a {x: 1, z: 1}\nb:\n  <<: *a\n  x: 2", ReadLimits.Manifest))));

    [Theory]
    [InlineData("a: 1\n---\nb: [", """{"a":1}""")]
    [InlineData("a: 1\n...\nb: [", """{"a":1}""")]
    [InlineData("---\n---\na: 1", "null")]
    [InlineData("", "null")]
    [InlineData("{\n\t\"a\": \"\\/\"\n}", """{"a":"/"}""")]
    public void ReadFirst_WhatFollows_DoesNotCount(string text, string json) =>
        Assert.Equal(json, DocumentReader.ReadFirst(text, ReadLimits.Kubeconfig)?.ToJsonString() ?? "null");

    private static string FaultOf(string text, ReadLimits limits) =>
        Assert.Throws<ReadException>(() => DocumentReader.ReadAll(text, limits)).Message;
}
