using System.Net;
using System.Net.Http.Headers;
using NsmPS.E2E.World;

namespace NsmPS.E2E;

/// <summary>The tests' own client is not what fails where a cluster is busy; this needs no cluster.</summary>
public sealed class RepeatingHandlerTests
{
    [Theory]
    [InlineData(0, HttpStatusCode.OK, 1)]
    [InlineData(3, HttpStatusCode.OK, 4)]
    [InlineData(100, HttpStatusCode.TooManyRequests, 10)]
    public async Task Send_TooManyRequests_IsSentAgainUntilItIsAnswered(int refusals, HttpStatusCode expected, int sent)
    {
        using var server = new Busy(refusals);
        using var client = new HttpClient(new RepeatingHandler(TimeProvider.System) { InnerHandler = server });
        using var body = new StringContent("{}");

        using var response = await client.PostAsync(new Uri("http://cluster/apis"), body, TestContext.Current.CancellationToken);

        Assert.Equal((expected, sent), (response.StatusCode, server.Bodies.Count));
        Assert.All(server.Bodies, text => Assert.Equal("{}", text));
    }

    private sealed class Busy(int refusals) : HttpMessageHandler
    {
        public List<string> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Bodies.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            var response = new HttpResponseMessage(Bodies.Count > refusals ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests);
            response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.Zero);
            return response;
        }
    }
}
