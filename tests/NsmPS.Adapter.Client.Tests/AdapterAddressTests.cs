namespace NsmPS.Adapter.Client.Tests;

public sealed class AdapterAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:10004", "http://127.0.0.1:10004/", "127.0.0.1:10004")]
    [InlineData("meshery-nsm", "http://meshery-nsm:10004/", "meshery-nsm:10004")]
    [InlineData("http://h:80/", "http://h:80/", "h:80")]
    [InlineData("https://h", "https://h:10004/", "https://h:10004")]
    [InlineData("HTTPS://h:1", "https://h:1/", "https://h:1")]
    [InlineData(" [::1]:5 ", "http://[::1]:5/", "[::1]:5")]
    public void Parse_Address_IsUnderstoodAndTakenBack(string text, string uri, string shown)
    {
        var address = AdapterAddress.Parse(text);

        Assert.Equal(new Uri(uri), address.Uri);
        Assert.Equal(shown, address.ToString());
        Assert.Equal(address, AdapterAddress.Parse(shown));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":10004")]
    [InlineData("h:0")]
    [InlineData("h:65536")]
    [InlineData("h:port")]
    [InlineData("ftp://h:1")]
    [InlineData("http://h:1/path")]
    [InlineData("user@h:1")]
    [InlineData("two words:1")]
    [InlineData("::1")]
    public void Parse_AnythingElse_IsAnErrorThatNamesIt(string text)
    {
        var error = Assert.Throws<NsmException>(() => AdapterAddress.Parse(text));

        Assert.Equal("AdapterAddressInvalid", error.Error.Id);
        Assert.Contains($"'{text}'", error.Message, StringComparison.Ordinal);
    }
}
