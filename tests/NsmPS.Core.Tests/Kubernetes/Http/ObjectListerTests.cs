using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Answers;
using NsmPS.Kubernetes.Config;
using NsmPS.Kubernetes.Credentials;
using NsmPS.Kubernetes.Http;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Core.Tests.Kubernetes.Http;

[Collection(Measured.Name)]
public sealed class ObjectListerTests
{
    private const int Objects = 64;
    private const int SizeOfOne = 500_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_OneObjectIsKept_HoldsNoneOfTheOthers()
    {
        var page = Page();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var kept = await FirstAsync(page);

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, Objects / 8 * SizeOfOne);
        Assert.Equal(SizeOfOne, kept.Text("spec", "bulk")!.Length);
        GC.KeepAlive(page);
    }

    [Fact]
    public async Task List_PartsAreLeftOut_HoldsNothingOfThem()
    {
        var page = Page();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var kept = await ListAsync(page, PartFilter.Without("spec.bulk"));

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, Objects / 8 * SizeOfOne);
        Assert.Equal("n0", kept[0].Text("spec", "nodeName"));
        Assert.All(kept, item => Assert.Null(item.At("spec", "bulk")));
        GC.KeepAlive(page);
    }

    [Fact]
    public async Task List_NothingIsLeftOut_ObjectsAreWholeAndSayWhatTheyAre()
    {
        var kept = await ListAsync(Encoding.UTF8.GetBytes("""
            {"kind":"PodList","metadata":{"resourceVersion":"5"},"items":[
            {"metadata":{"name":"a","managedFields":[{"manager":"m"}]},"kind":"X"},
            {"metadata":{"name":"b"},"more":{"x":[1,2]},"more":{"x":1}}, 7],"other":[{}]}
            """), parts: null);

        Assert.Equal(
            [
                """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","managedFields":[{"manager":"m"}]}}""",
                """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"b"},"more":{"x":1}}""",
            ], kept.Select(item => item.ToJsonString()));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"items":[{"metadata":{}}""")]
    [InlineData("""{"items":[{"metadata":{"name":"\ud800"}}]}""")]
    [InlineData("""{"items":[]} {}""")]
    public async Task List_NoPage_IsRefused(string answer)
    {
        var error = await Assert.ThrowsAsync<NsmException>(() => ListAsync(Encoding.UTF8.GetBytes(answer), parts: null));

        Assert.Equal("ApiRequestFailed", error.Error.Id);
    }

    private static byte[] Page()
    {
        var bulk = new string('x', SizeOfOne);
        var items = Enumerable.Range(0, Objects).Select(number =>
            $$$"""{"metadata":{"name":"p{{{number}}}"},"spec":{"bulk":"{{{bulk}}}","nodeName":"n{{{number}}}"} }""");
        return Encoding.UTF8.GetBytes($$"""{"metadata":{},"items":[{{string.Join(',', items)}}]}""");
    }

    // In a method of its own, so that nothing on the way to it stays.
    private static async Task<JsonObject> FirstAsync(byte[] page) => (await ListAsync(page, parts: null))[0];

    private static async Task<IReadOnlyList<JsonObject>> ListAsync(byte[] page, PartFilter? parts)
    {
        using var door = new Door(page);
        using var connection = new ApiConnection(
            new ConnectionSettings { Name = "lab", Server = new Uri("https://lab.test") },
            new FixedCredential(new RequestCredential(null, null)), TimeProvider.System,
            new ClusterOptions { OutageBudget = TimeSpan.Zero }, door);
        using var lease = new AnswerLease(connection.Answers);
        return (await new ObjectLister(connection).ListAsync(KnownTypes.Pods, ListFilter.All, parts, lease, Token))!.Items;
    }

    private sealed class Door(byte[] page) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new ByteArrayContent(page) });
    }
}
