import type { SearchLanguage } from './language.ts';

/**
 * How people of Tây Ninh ask for things, in our own collection; the shape and what each list does: `language.ts`.
 * A list is written as one text, its phrases apart by `;`.
 */
const list = (text: string) =>
  text
    .split(';')
    .map((phrase) => phrase.trim())
    .filter(Boolean);

const sayings = (lines: Readonly<Record<string, string>>) => Object.entries(lines).map(([mean, say]) => ({ mean, say: list(say) }));
const lists = (lines: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(lines).map(([key, text]) => [key, list(text)]));

export const EVERYDAY_LANGUAGE: SearchLanguage = {
  shortForms: {
    cccd: 'căn cước',
    cmnd: 'chứng minh nhân dân',
    cmt: 'chứng minh nhân dân',
    cmtnd: 'chứng minh nhân dân',
    bhxh: 'bảo hiểm xã hội',
    bhyt: 'bảo hiểm y tế',
    bhtn: 'bảo hiểm thất nghiệp',
    bh: 'bảo hiểm',
    gplx: 'bằng lái xe',
    gpxd: 'giấy phép xây dựng',
    gpkd: 'giấy phép kinh doanh',
    gpld: 'giấy phép lao động',
    dkkd: 'đăng ký kinh doanh',
    dkkh: 'đăng ký kết hôn',
    dkks: 'đăng ký khai sinh',
    dkkt: 'đăng ký khai tử',
    dkx: 'đăng ký xe',
    gks: 'giấy khai sinh',
    gkh: 'giấy kết hôn',
    gcnkh: 'giấy kết hôn',
    hkd: 'hộ kinh doanh',
    hk: 'hộ khẩu',
    shk: 'sổ hộ khẩu',
    ks: 'khai sinh',
    hktt: 'hộ khẩu thường trú',
    dktt: 'đăng ký thường trú',
    tthn: 'tình trạng hôn nhân',
    xntthn: 'xác nhận tình trạng hôn nhân',
    qsdd: 'quyền sử dụng đất',
    gcnqsdd: 'sổ đỏ',
    gcn: 'giấy chứng nhận',
    attp: 'an toàn thực phẩm',
    vsattp: 'vệ sinh an toàn thực phẩm',
    antt: 'an ninh trật tự',
    pccc: 'phòng cháy chữa cháy',
    lltp: 'lý lịch tư pháp',
    syll: 'sơ yếu lý lịch',
    tncn: 'thu nhập cá nhân',
    mst: 'mã số thuế',
    npt: 'người phụ thuộc',
    htx: 'hợp tác xã',
    tnxp: 'thanh niên xung phong',
    ccb: 'cựu chiến binh',
    tnld: 'tai nạn lao động',
    mtv: 'một thành viên',
    ctcp: 'công ty cổ phần',
    cty: 'công ty',
    dntn: 'doanh nghiệp tư nhân',
    dn: 'doanh nghiệp',
    vpdd: 'văn phòng đại diện',
    nnn: 'người nước ngoài',
    ubnd: 'ủy ban nhân dân',
    noxh: 'nhà ở xã hội',
    dk: 'đăng ký',
    dki: 'đăng ký',
    dky: 'đăng ký',
    gp: 'giấy phép',
    xn: 'xác nhận',
    ko: 'không',
    hok: 'không',
    sanh: 'sinh', // southern speech
    passport: 'hộ chiếu',
    divorce: 'ly hôn',
    pension: 'lương hưu',
    maternity: 'thai sản',
    marriage: 'kết hôn',
    adoption: 'con nuôi',
    online: 'qua mạng',
    oto: 'ô tô',
  },
  sayings: sayings({
    // English
    'giấy khai sinh': 'birth certificate; birth registration; register birth; register newborn; newborn registration; birth cert',
    'kết hôn': 'marriage certificate; marriage registration; register marriage; get married; hôn thú; giá thú; lập gia đình',
    'giấy xác nhận độc thân':
      'single status certificate; single certificate; certificate of single status; single status; marital status certificate; certificate of marital status; marital status',
    'khai tử': 'death certificate; death registration; register death; register a death',
    'ly hôn': 'ly dị; li dị; li hôn',
    'hộ chiếu': 'pát pót; pát po; pass port; pát sờ po',
    'mất hộ chiếu': 'lost passport; passport lost',
    'giấy phép lao động': 'work permit; working permit; labor permit; labour permit',
    'tạm trú': 'temporary residence; kt3; tạm chú; ca tê ba',
    'thường trú': 'permanent residence; thường chú',
    'lý lịch tư pháp':
      'criminal record; criminal records; police check; police clearance; judicial record; lý lịch tư phát; lí lịch tư pháp',
    'mở công ty':
      'company registration; register company; register a company; open company; open a company; start a company; set up company',
    'giấy phép kinh doanh': 'business license; business registration; business licence; business permit; giấy đăng ký kinh doanh',
    'giấy phép xây dựng': 'building permit; construction permit; building permission; house construction permit',
    'bằng lái xe quốc tế':
      'international driving permit; international driver license; international driving license; international license',
    'mã số thuế': 'tax code; tax id; tax number; em ét tê',
    'hoàn thuế': 'tax refund; tax return',
    'giấy chứng nhận đăng ký đầu tư': 'investment certificate; investment license; investment registration certificate',
    'đầu tư': 'investment',
    'xóa thế chấp': 'release mortgage',
    'thế chấp': 'mortgage',
    'di chúc': 'testament; last will',
    'thừa kế': 'inheritance',
    'xây nhà': 'build a house; build house',
    'cư trú': 'residence',
    chết: 'death',
    'công ty': 'company',
    thuế: 'tax',
    'bảo hiểm': 'insurance',

    'hóa đơn điện tử': 'e invoice; electronic invoice; einvoice',
    'sao y': 'certified copy; copy certification',
    'đăng ký xe': 'vehicle registration; car registration; motorbike registration; register car; register vehicle',
    'người nước ngoài':
      'người mỹ; người hàn quốc; người trung quốc; người đài loan; người nhật bản; người úc; foreigner; foreigners; người ngoại quốc; người tây; khách tây; ông tây',
    'gia hạn': 'renew; renewal; extend; extension; ra hạn; da hạn',
    mất: 'lost; bị mất; làm mất; đánh mất; làm rớt; làm rơi; rớt mất; thất lạc; bị giựt; bị trộm; bị cướp',
    'ủy quyền': 'power of attorney; ủy nhiệm; authorization',
    'con nuôi': 'adopt a child; adopt child; adopt',
    'bằng lái xe':
      'driver license; drivers license; driver s license; driving license; driving licence; driver licence; giấy phép lái xe; bằng lái; giấy phép lái; bằng lái xe máy; bằng lái xe ô tô; bằng lái ô tô; bằng lái máy; bằng xe máy; bằng ô tô; bằng xe ô tô; giê pê lờ ích',
    'căn cước': 'id card; identity card; citizen id; căn cước công dân; xê cê cê dê; cê cê cê dê; xê xê xê dê',
    'bảo hiểm y tế': 'health insurance; bê hát y tê; bảo hiểm i tế; bảo hiểm ý tế; bảo hiểm sức khỏe',
    'bảo hiểm xã hội': 'social insurance; bê hát xê hát',
    'bảo hiểm thất nghiệp': 'unemployment insurance; unemployment benefit; unemployment; tiền thất nghiệp',
    // one thing, several words
    'sổ đỏ':
      'sổ hồng; bìa đỏ; bằng khoán; bằng khoán đất; giấy chứng nhận quyền sử dụng đất; giấy tờ đất; giấy đất; sổ đất; giấy chủ quyền; giấy chủ quyền đất; land certificate; red book; land use right certificate; land title',
    'cà vẹt': 'ca vẹt; cavet; ca vet; cavẹt; cà vet; giấy tờ xe; giấy đăng ký xe; đăng ký xe bản giấy; giấy xe',
    VNeID: 'v neid; vnid; vneit; vờ nờ e ai đi; vi en e i đi; vi nét ai đi; vnei d',
    'định danh điện tử': 'mã định danh điện tử; tài khoản định danh',
    'mức 2': 'mức độ 2; mức độ 02; mức hai; mức độ hai; level 2; cấp độ 2',
    'mức 1': 'mức độ 1; mức độ 01; mức một; mức độ một; level 1; cấp độ 1',
    'làm lại': 'cấp lại; xin cấp lại; làm mới lại; in lại',
    đổi: 'cấp đổi; thay mới',
    'em bé':
      'baby; child; children; kids; newborn; con nít; trẻ sơ sinh; em bé sơ sinh; con mới sinh; con tôi mới sinh; con em mới sinh; con mình mới sinh; cháu tôi mới sinh; con sơ sinh; sắp nhỏ; thằng nhỏ; thằng cu',
    'ô tô': 'xe hơi; xe ôtô; xe bốn bánh; xe ô tô',
    'xe máy': 'xe hai bánh; xe gắn máy; xe mô tô; xe honda; motorbike',
    'sang tên': 'sang tên đổi chủ; chuyển nhượng; sang nhượng',
    'nhà trọ': 'phòng trọ; dãy trọ',
    'ở trọ': 'thuê trọ; mướn phòng; thuê phòng; mướn nhà trọ; thuê nhà trọ; ở mướn',
    'hộ khẩu': 'sổ hộ khẩu; sổ gia đình; khẩu thường trú',
    'hết hạn': 'quá hạn; hết hạng; hết date; expired',
    heo: 'lợn',
    'nhà ở xã hội': 'nhà xã hội',
    'lương hưu': 'tiền hưu; lương hiu; tiền hưu trí',
    'mai táng': 'chôn cất; ma chay; mai tán',
    'tiệm tạp hóa': 'tiệm chạp phô; tiệm tạp hoá; cửa hàng tạp hóa; quán tạp hóa',
    'con lai': 'con lai tây',
  }),
  alsoMeans: lists({
    má: 'mẹ',
    ba: 'cha; bố',
    tía: 'cha',
    bố: 'cha; ba',
    cha: 'ba',
    mẹ: 'má',
    vô: 'vào',
    dô: 'vào',
    zô: 'vào',
    hông: 'không',
    hổng: 'không',
    hong: 'không',
    mần: 'làm',
    lãnh: 'lĩnh; nhận; hưởng',
    lĩnh: 'lãnh',
    mướn: 'thuê',
    thuê: 'mướn',
    sửa: 'cải; chỉnh; đổi',
    chỉnh: 'sửa',
    xóa: 'hủy; cắt',
    hủy: 'xóa; chấm',
    bỏ: 'xóa; hủy',
    cắt: 'xóa; tách',
    dẹp: 'đóng; chấm; giải',
    đóng: 'chấm; nộp',
    nghỉ: 'ngừng; ngưng',
    ngưng: 'ngừng; nghỉ',
    ngừng: 'ngưng; nghỉ',
    dừng: 'ngừng; nghỉ',
    tiệm: 'quán; cửa',
    quán: 'tiệm',
    shop: 'tiệm; cửa',
    spa: 'tiệm',
    cất: 'xây',
    xây: 'cất',
    đốn: 'chặt',
    cưa: 'chặt; đốn',
    chết: 'tử; mất',
    tiền: 'trợ; chế',
    trợ: 'tiền',
    cưới: 'kết',
    bé: 'con; em',
    trẻ: 'bé; con; em',
    nhóc: 'bé; con',
    cháu: 'con; bé',
    nhỏ: 'bé',
    đẻ: 'sinh',
    tuất: 'tử',
    rút: 'lãnh; lấy',
    kiếng: 'kính',
    biển: 'bảng',
    bảng: 'biển',
    dời: 'chuyển; di',
    chuyển: 'dời; đổi',
    chia: 'phân; tách',
    tách: 'chia',
    thay: 'đổi',
    xin: 'cấp',
    cấp: 'xin; làm',
    '1': 'một',
    một: '1',
    '2': 'hai',
    hai: '2',
    sáu: '6',
    tây: 'ngoài',
    kiều: 'ngoài',
  }),
  silent: list(
    'tôi muốn; tôi cần; tui muốn; tui cần; em muốn; mình muốn; cho tôi hỏi; cho tui hỏi; cho em hỏi; cho mình hỏi; cho hỏi; xin hỏi; xin cho hỏi; xin cho tôi hỏi; hỏi chút; hỏi xíu; làm ơn; ' +
      'cho con hỏi; cho cháu hỏi; cho anh hỏi; cho chị hỏi; anh chị ơi; anh ơi; chị ơi; cô ơi; chú ơi; cán bộ ơi; alo; a lô; xin chào; chào anh chị; chào ad; ad ơi; admin ơi; shop ơi; mọi người ơi; mọi người cho hỏi; ' +
      'giúp tôi; giúp tui; giúp em; giúp mình; giúp con; giúp với; giúp dùm; giùm tôi; dùm tui; giùm em; giùm với; chỉ giùm; chỉ dùm; chỉ tôi; hướng dẫn tôi; hướng dẫn em; hướng dẫn dùm; ' +
      'ở đâu; ở đâu vậy; ở chỗ nào; chỗ nào; nơi nào; đến đâu; tới đâu; đi đâu; ra đâu; lên đâu; vô đâu; nộp ở đâu; làm ở đâu; ra xã hay lên tỉnh; ra xã hay ra huyện; ' +
      'bao nhiêu tiền; hết bao nhiêu tiền; tốn bao nhiêu tiền; mất bao nhiêu tiền; hết bao nhiêu; mất bao nhiêu; tốn bao nhiêu; bao nhiêu; nhiêu tiền; giá bao nhiêu; lệ phí bao nhiêu; phí bao nhiêu; tốn tiền không; có mất phí không; có tốn tiền không; có mất tiền không; mất phí không; ' +
      'mất bao lâu; bao lâu; bao lâu thì xong; mấy ngày; mấy ngày xong; mất mấy ngày; bao nhiêu ngày; khi nào có; chừng nào có; khi nào xong; chừng nào xong; bao lâu thì có; bao lâu có; bao giờ có; bao giờ xong; ' +
      'cần giấy tờ gì; cần giấy gì; cần những giấy tờ gì; cần những gì; cần gì; cần chuẩn bị gì; chuẩn bị gì; cần đem theo gì; đem theo gì; mang theo gì; đem giấy tờ gì; gồm những gì; gồm giấy tờ gì; hồ sơ gồm những gì; hồ sơ gồm gì; hồ sơ cần gì; thủ tục gồm gì; cần hồ sơ gì; cần hồ sơ nào; giấy tờ gì; giấy tờ nào; phải làm gì; phải làm sao; làm sao; làm sao đây; làm thế nào; làm như thế nào; thế nào; như thế nào; ra sao; cách nào; bằng cách nào; ' +
      'được không; được hông; có được không; dc ko; dc không; được ko; có không; không ạ; không vậy; hông ta; không ta; có cần; có phải; có thể; thủ tục làm; thủ tục xin; thủ tục về; làm thủ tục; thủ tục; hồ sơ xin; hồ sơ làm; ' +
      'nhà nước; theo quy định; quy định mới; hành chính công; tại xã; ở xã; ở phường; tại phường; ở huyện; tại nhà em; giờ; bây giờ; hiện nay; năm nay; ' +
      'how to; how do i; how can i; where to; where can i; i want to; i need to; i need; apply for; application for; get a; get; for my; in vietnam; in tay ninh; please; application; procedure',
  ),
  places: list(
    // districts and towns before 1 July 2025, of both former provinces
    'thành phố tây ninh; tp tây ninh; thị xã hòa thành; thị xã trảng bàng; tân biên; tân châu; dương minh châu; châu thành; gò dầu; bến cầu; hòa thành; trảng bàng; ' +
      'thành phố tân an; tp tân an; tân an; thị xã kiến tường; kiến tường; bến lức; cần đước; cần giuộc; đức hòa; đức huệ; mộc hóa; tân hưng; tân thạnh; tân trụ; thạnh hóa; thủ thừa; vĩnh hưng; ' +
      'tây ninh; tỉnh tây ninh; long an; tỉnh long an; tây ninh cũ; long an cũ; tây ninh mới; ' +
      // communes and wards since then
      'tân ninh; bình minh; ninh thạnh; long hoa; thanh điền; gia lộc; an tịnh; khánh hậu; tân lập; thạnh bình; trà vong; tân đông; tân hội; tân phú; cầu khởi; lộc ninh; hảo đước; phước vinh; ninh điền; thạnh đức; phước thạnh; truông mít; long chữ; long thuận; hưng thuận; phước chỉ; ' +
      'hưng điền; vĩnh thạnh; vĩnh châu; khánh hưng; tuyên bình; bình hiệp; tuyên thạnh; nhơn hòa lập; hậu thạnh; nhơn ninh; thạnh phước; mỹ quý; hậu nghĩa; hiệp hòa; đức lập; mỹ hạnh; hòa khánh; thạnh lợi; lương hòa; mỹ yên; mỹ thạnh; tân long; nhựt tảo; vàm cỏ; rạch kiến; long cang; mỹ lệ; tân lân; long hựu; phước lý; mỹ lộc; phước vĩnh tây; tân tập; tầm vu; vĩnh công; thuận mỹ; an lục long; ' +
      // offices, as they are and as they were called
      'ủy ban nhân dân xã; ủy ban nhân dân phường; ủy ban nhân dân huyện; ủy ban nhân dân tỉnh; ủy ban nhân dân; ủy ban xã; ủy ban phường; ủy ban huyện; ủy ban; công an xã; công an phường; công an huyện; công an tỉnh; công an thành phố; công an khu vực; ' +
      'phòng tư pháp; phòng tài nguyên môi trường; phòng tài nguyên và môi trường; phòng tài chính kế hoạch; phòng lao động thương binh xã hội; phòng lao động thương binh và xã hội; phòng lao động; phòng kinh tế hạ tầng; phòng kinh tế và hạ tầng; phòng kinh tế; phòng quản lý đô thị; phòng giáo dục; phòng y tế; phòng nội vụ; phòng nông nghiệp; ' +
      'sở tư pháp; sở giao thông vận tải; sở giao thông; sở xây dựng; sở tài nguyên môi trường; sở tài nguyên và môi trường; sở kế hoạch đầu tư; sở kế hoạch và đầu tư; sở tài chính; sở lao động thương binh xã hội; sở lao động thương binh và xã hội; sở lao động; sở nội vụ; sở y tế; sở công thương; sở nông nghiệp; sở giáo dục; ' +
      'chi cục thuế; cục thuế; thuế cơ sở; văn phòng đăng ký đất đai; chi nhánh văn phòng đăng ký đất đai; trung tâm dịch vụ việc làm; trung tâm phục vụ hành chính công; trung tâm hành chính công; bộ phận một cửa; một cửa; tư pháp xã; tư pháp hộ tịch xã; địa chính xã; cổng dịch vụ công; dịch vụ công; ' +
      'bảo hiểm xã hội huyện; bảo hiểm xã hội tỉnh; cơ quan bảo hiểm; cơ quan bảo hiểm xã hội; huyện; quận; thị xã; thị trấn; xã nhà; xã mình; xã em; phường em; sau sáp nhập tỉnh; sáp nhập tỉnh',
  ),
  light: list(
    'làm; cho; xin; muốn; tôi; tui; mình; em; anh; chị; cô; chú; cháu; ạ; ơi; thì; là; và; của; để; ở; đâu; nào; gì; sao; thế; như; hỏi; về; giúp; giùm; dùm; với; nộp; ' +
      'thủ; tục; giấy; tờ; cần; được; phải; bị; bao; nhiêu; lâu; đi; ra; có; các; những; này; kia; đó; rồi; vậy; ad; cách; hướng; dẫn; mới; khi; việc; theo; tại; trong; ' +
      'cái; vụ; cục; miếng; chiếc; thằng; tấm; tờ; cuốn; nội; ngoại; ông; bác; dì; cậu; mợ; dượng; chắc; thấy; biết; xong; hết; vừa; mấy; qua; không; nhau; cũng; lắm; vì; nếu; lên; xuống; tính; định; mún; nhé; nha; nghe; nhen; đặng; nè; hả; hở; luôn; thiệt; thật; ngay; gấp; nhanh; nữa; còn; đang; đã; sẽ; nên; mà; nhưng; hoặc; hay; thôi; hồ; sơ; thẻ; the; a; an; of; for; my; to; with; and; in; on; how; new; card; certificate; application; registration; register',
  ),
  lightUnmarked: list(
    'lam; muon; toi; minh; nop; thu; tuc; giay; duoc; phai; nhieu; huong; dan; dau; nao; sao; hoi; gium; giup; dum; voi; nhung; nay; vay; cho; xin; tui; nha; cua; theo; trong; viec',
  ),
  outOfScope: list(
    'vé số; xổ số; thời tiết; giá vàng; bóng đá; tiền điện; cúp điện; tiền nước; nạp thẻ; vé máy bay; vé xe; nấu ăn; phim; bài hát; karaoke gia đình; đặt phòng; đặt xe; tuyển dụng; tuyển nhân viên; tuyển người làm; việc làm thêm; vay nóng; lô đề; đánh đề; bói toán; tử vi; giá xăng; tỷ giá; phạt nguội; đăng kiểm; học phí',
  ),
  phrases: lists({
    '1.000094': 'đăng ký kết hôn với người Campuchia',
    '2.000528': 'con lai Hàn Quốc; con lai Mỹ; con lai Đài Loan; con lai Trung Quốc; con có cha Việt kiều',
    '2.000806': 'lấy chồng Mỹ; lấy chồng Úc; lấy chồng Nhật; lấy chồng Trung Quốc; lấy vợ Hàn Quốc; lấy chồng Tây; cưới người nước ngoài',
    '1.001193':
      'khai sinh cho trẻ em; khai sinh cho em bé; sinh con làm giấy tờ; vợ mới sinh làm giấy tờ cho con; giấy khai sinh cho con; đăng ký khai sinh trễ; làm giấy cho em bé',
    '1.000894': 'đăng ký kết hôn ở xã; cưới vợ; lấy vợ; lấy chồng; làm giấy kết hôn; vợ chồng mới cưới làm giấy',
    '1.000656':
      'ba mất; mẹ mất; cha mất; ông mất; bà mất; chồng mất; vợ mất; người thân mất; nhà có người chết; người nhà qua đời; làm giấy chết; giấy báo tử; ba chết; ông nội mất làm giấy',
    '1.004873':
      'xác nhận độc thân; chứng nhận độc thân; giấy chưa vợ; giấy xác nhận chưa kết hôn; giấy xác nhận hôn nhân để kết hôn; giấy độc thân đi nước ngoài',
    '2.000635':
      'bản sao giấy khai sinh; trích lục giấy kết hôn; xin trích lục; mất giấy khai sinh; mất giấy kết hôn; xin bản sao giấy kết hôn; mất giấy khai tử',
    '1.004859':
      'sai tên trong giấy khai sinh; đổi họ; đổi tên; sửa tên; đổi chữ lót; sửa ngày sinh; sai ngày sinh; sửa giấy kết hôn; sửa dân tộc; sửa hộ tịch; sửa tên trong khai sinh; khai sinh sai ngày sinh',
    '1.001022': 'nhận con ngoài giá thú; cha nhận con; thêm tên cha vào giấy khai sinh; nhận lại con ruột',
    '1.004837': 'làm giám hộ cho cháu; người giám hộ; giám hộ người già lẫn',
    '2.001263': 'xin con về nuôi; nhận nuôi trẻ mồ côi; nuôi con của người khác',
    '2.000815':
      'công chứng; công chứng căn cước; sao y căn cước; photo có đóng mộc; đóng mộc bản sao; sao y công chứng; bản sao công chứng; công chứng bằng cấp; chứng thực giấy tờ',
    '2.000884':
      'giấy ủy quyền; ủy quyền; ủy quyền cho con; ủy quyền bán đất; ủy quyền mua bán nhà đất; chứng giấy ủy quyền; sơ yếu lý lịch xin việc; đóng dấu sơ yếu lý lịch; xác nhận lý lịch xin việc; đơn xin việc xác nhận; ký tên trước cán bộ',
    '2.001035':
      'hợp đồng mua bán đất; hợp đồng mua bán nhà; hợp đồng thuê nhà; hợp đồng mua bán xe; giấy bán xe; giấy mua bán xe; hợp đồng đặt cọc',
    '2.001406': 'thừa kế; khai nhận di sản; chia tài sản thừa kế; chia đất thừa kế; cha mất chia đất cho anh em',
    '1.004222':
      'nhập hộ khẩu; nhập hộ khẩu theo mẹ; nhập hộ khẩu theo chồng; nhập hộ khẩu theo vợ; mẫu CT01; nhập khẩu cho con; nhập khẩu cho vợ; nhập khẩu; đăng ký hộ khẩu; làm hộ khẩu; chuyển khẩu; chuyển nhập khẩu; nhập hộ khẩu cho em bé; thêm tên vào hộ khẩu',
    '1.004194': 'mẫu CT01 tạm trú; làm tạm trú; giấy tạm trú; ở trọ; đăng ký ở trọ; đăng ký tạm trú cho công nhân; xin tạm trú; làm KT3',
    '1.010041': 'giấy xác nhận nơi cư trú; mẫu CT07; giấy cư trú; xác nhận hộ khẩu; giấy thay hộ khẩu',
    '1.010038': 'tách khẩu riêng; tách sổ; tách hộ riêng; ra riêng tách khẩu; cắt khẩu ra riêng',
    '1.003677': 'đi làm xa khai báo; đi nghĩa vụ báo tạm vắng; báo tạm vắng',
    '2.001159': 'khách ở qua đêm; bà con tới ngủ lại; khai báo khách',
    '1.014061': 'làm căn cước; căn cước gắn chip; cấp căn cước; làm chứng minh; làm chứng minh nhân dân; chứng minh nhân dân; căn cước',
    '1.014062': 'căn cước cho con; căn cước cho em bé; căn cước cho trẻ em; căn cước trẻ em',
    '1.014063':
      'căn cước hết hạn; đổi căn cước; gia hạn căn cước; đổi căn cước sai thông tin; căn cước sai ngày sinh; chứng minh hết hạn; đổi chứng minh; căn cước bị hư; căn cước bị gãy',
    '1.014064': 'mất căn cước; mất chứng minh; làm lại căn cước; mất bóp mất căn cước; làm lại chứng minh nhân dân',
    '3.000228': 'VNeID; định danh điện tử; kích hoạt định danh; đăng ký định danh; làm mã định danh; kích hoạt tài khoản VNeID',
    '3.000333': 'lý lịch tư pháp; giấy lý lịch; xác nhận không tiền án; lý lịch tư pháp đi nước ngoài; lý lịch tư pháp xin việc',
    '1.001456': 'đổi hộ chiếu; hộ chiếu hết hạn; hộ chiếu lần đầu; gia hạn hộ chiếu; làm hộ chiếu đi nước ngoài; hộ chiếu cho con',
    '3.000347': 'đổi bằng lái xe; bằng lái xe hết hạn; gia hạn bằng lái xe; bằng lái xe sắp hết hạn; đổi bằng lái xe sang thẻ nhựa',
    '3.000348': 'mất bằng lái xe; làm lại bằng lái xe; bằng lái xe bị hư',
    '3.000346':
      'nâng hạng bằng lái xe; nâng dấu bằng lái xe; thi bằng lái xe; học bằng lái xe; cấp bằng lái xe; lấy bằng lái xe; bằng lái xe mới; làm bằng lái xe; thi lấy bằng lái xe máy',
    '1.013067':
      'biển số định danh; đăng ký xe; xe mới; biển số xe; bốc biển số; mua xe mới; làm biển số; đăng ký xe máy mới; đăng ký ô tô mới',
    '1.013076': 'sang tên xe; mua xe cũ; mua bán xe; sang tên ô tô; sang tên cà vẹt; đổi chủ xe; bán xe sang tên; xe không chính chủ',
    '1.013082': 'mất cà vẹt; làm lại cà vẹt; mất biển số; mất đăng ký xe; làm lại đăng ký xe; rớt biển số',
    '1.013079': 'đổi cà vẹt; đổi biển số; đổi màu xe; cà vẹt bị hư; cải tạo xe',
    '1.001612':
      'mở quán; mở tiệm; buôn bán; giấy phép kinh doanh; đăng ký kinh doanh; mở shop; bán hàng qua mạng; mở quán nhậu; mở quán cơm; mở tiệm sửa xe; mở tiệm nail; mở spa; bán hàng rong; mở hộ kinh doanh cá thể; kinh doanh nhỏ; buôn bán nhỏ; mở tiệm thuốc tây; mở cửa hàng quần áo; đăng ký hộ kinh doanh',
    '1.001266':
      'đóng cửa hàng; hủy đăng ký kinh doanh; nghỉ kinh doanh; đóng cửa tiệm; đóng tiệm; dẹp quán; nghỉ bán luôn; trả giấy phép; ngưng kinh doanh luôn',
    '1.001570': 'tạm ngừng kinh doanh; tạm nghỉ; tạm đóng cửa; tạm ngưng bán; nghỉ bán mấy tháng',
    '2.000720':
      'đổi địa chỉ giấy phép kinh doanh; cập nhật địa chỉ giấy phép kinh doanh; đổi tên tiệm; đổi địa chỉ tiệm; dời quán; thêm ngành nghề; đổi ngành nghề',
    '2.001583': 'mở công ty; thành lập công ty; lập công ty; mở doanh nghiệp; thành lập doanh nghiệp; mở công ty TNHH',
    '1.013831':
      'sang tên đất; sang tên nhà đất; mua đất; bán đất; mua bán nhà đất; cho đất con; tặng đất; sang tên nhà; ba mẹ cho đất; thừa kế sổ đỏ; sang tên sổ đỏ; mua đất sang tên',
    '1.013978': 'làm sổ đỏ; cấp sổ đỏ; làm sổ đỏ lần đầu; đất chưa có sổ đỏ; đất ông bà chưa có sổ; xin cấp sổ đỏ',
    '1.012786': 'mất sổ đỏ; làm lại sổ đỏ; sổ đỏ bị cháy',
    '1.012783': 'đổi sổ đỏ; sổ đỏ bị rách; sổ đỏ cũ; đổi sổ mới',
    '1.012784': 'tách thửa; tách đất; tách sổ đỏ; chia đất; cắt đất cho con; cắt đất',
    '1.013949':
      'lên thổ cư; chuyển đất lên thổ cư; chuyển mục đích đất; đất ruộng lên đất ở; chuyển đất trồng cây sang đất ở; lên thổ; lên đất thổ cư',
    '1.013995': 'hoàn công; hoàn công nhà ở; ghi nhà vào sổ đỏ',
    '1.012812': 'tranh chấp đất; lấn ranh; hàng xóm lấn đất; lấn ranh đất; cãi nhau ranh đất',
    '1.011441': 'cầm cố sổ đỏ; thế chấp sổ đỏ; cầm sổ đỏ; vay ngân hàng bằng sổ đỏ',
    '1.011443': 'xóa thế chấp; giải chấp; trả hết nợ ngân hàng xóa thế chấp',
    '1.013225': 'xây nhà; cất nhà; giấy phép xây nhà; xin phép xây nhà; xây nhà mới; xin giấy phép cất nhà; xin phép xây dựng',
    '1.013229': 'sửa nhà; cơi nới; nâng nền nhà; sửa chữa nhà; lên lầu; nâng tầng',
    '1.001613': 'rút bảo hiểm xã hội; rút bảo hiểm; rút một lần; lãnh bảo hiểm một lần; lấy tiền bảo hiểm xã hội; nghỉ làm rút bảo hiểm',
    '2.000693': 'tiền thai sản; lãnh thai sản; chế độ sinh con; sinh con bảo hiểm; nghỉ đẻ; trợ cấp thai sản; nghỉ sinh',
    '2.000821': 'tiền tuất; tử tuất; người đóng bảo hiểm chết',
    '1.001939':
      'mua bảo hiểm y tế; thẻ bảo hiểm y tế; bảo hiểm y tế hộ gia đình; gia hạn bảo hiểm y tế; mua bảo hiểm y tế tự nguyện; bảo hiểm y tế hết hạn',
    '1.002759':
      'mất thẻ bảo hiểm y tế; mất sổ bảo hiểm; làm lại thẻ bảo hiểm y tế; làm lại sổ bảo hiểm; đổi nơi khám bệnh; mất sổ bảo hiểm xã hội; sổ bảo hiểm sai tên',
    '1.001978': 'bảo hiểm thất nghiệp; trợ cấp thất nghiệp; lãnh bảo hiểm thất nghiệp; mất việc; nghỉ việc hưởng thất nghiệp',
    '1.014027':
      'tiền người già; trợ cấp người già; tiền trợ cấp 75 tuổi; người già không lương hưu; tiền dưỡng già; trợ cấp cho ông bà già; hưu trí xã hội',
    '1.001776':
      'trợ cấp hàng tháng; tiền trợ cấp hàng tháng; trợ cấp khuyết tật; tiền khuyết tật; trợ cấp mồ côi; tiền bảo trợ; mẹ đơn thân',
    '1.001699': 'người khuyết tật; giấy khuyết tật; xác nhận khuyết tật; con bị khuyết tật; bị tật; giấy chứng nhận khuyết tật',
    '1.011607': 'hộ nghèo; sổ nghèo; xin hộ nghèo; làm sổ nghèo; cận nghèo',
    '3.000182': 'lớp 6; vào lớp 6; con lên lớp 6; học cấp 2; xin vô lớp 6; vào cấp hai; nộp hồ sơ lớp 6',
    '1.005092': 'mất bằng tốt nghiệp; mất bằng cấp 3; mất bằng; xin lại bằng; bản sao bằng tốt nghiệp; mất bằng cấp 2',
    '1.008498': 'mã số thuế; làm mã số thuế; mã số thuế cá nhân; người phụ thuộc; giảm trừ gia cảnh',
    '2.002233': 'hoàn thuế; quyết toán thuế; hoàn thuế thu nhập cá nhân; lấy lại tiền thuế',
    '1.007695': 'thuế đất; nộp thuế đất; thuế đất hàng năm; thuế nhà đất',
    '1.011022': 'thuế hộ kinh doanh; đóng thuế; thuế khoán; thuế bán hàng',
    '3.000163': 'ly hôn; đơn ly hôn; ly hôn thuận tình; ly hôn đơn phương; nộp đơn ly hôn; kiện',
    '2.001827': 'an toàn thực phẩm; vệ sinh an toàn thực phẩm; giấy vệ sinh',
    '1.014199': 'giấy phép lao động; giấy phép lao động cho người nước ngoài',
    '1.002755': 'gia hạn tạm trú',
    '1.010386': 'mất hộ chiếu; báo mất hộ chiếu',
    '2.000829': 'luật sư; luật sư miễn phí; tư vấn luật',
    '1.013274': 'dựng rạp; che rạp; vỉa hè; dựng rạp đám cưới',
    '1.010833': 'con thương binh; con liệt sĩ; gia đình chính sách',
  }),
  weights: {
    '1.001193': 1.1,
    '1.000894': 1.1,
    '1.000656': 1.1,
    '1.004873': 1.08,
    '2.000635': 1.05,
    '2.000815': 1.08,
    '1.004222': 1.08,
    '1.004194': 1.08,
    '1.014061': 1.06,
    '1.014063': 1.04,
    '1.001612': 1.1,
    '1.013831': 1.08,
    '1.013978': 1.06,
    '1.013225': 1.08,
    '1.001613': 1.05,
    '1.001939': 1.05,
    '3.000347': 1.08,
    '1.001456': 1.08,
    '3.000228': 1.05,
    '3.000333': 1.05,
    '1.013067': 1.05,
    '1.013076': 1.05,
    '2.001583': 1.05,
    '1.014027': 1.03,
    '1.001978': 1.03,
    '2.000806': 0.94,
    '2.000528': 0.94,
    '2.000748': 0.9,
    '2.000779': 0.9,
    '1.001766': 0.9,
    '2.000522': 0.88,
    '2.000513': 0.88,
    '1.000110': 0.9,
    '1.000094': 0.9,
    '1.003583': 0.9,
    '2.000992': 0.9,
    '3.000498': 0.92,
    '1.013080': 0.95,
    '1.011606': 0.92,
    '1.014034': 0.95,
    '1.014035': 0.9,
    '2.002042': 0.94,
  },
  families: [
    {
      say: list('giấy phép xây dựng; cấp giấy phép xây dựng; xin giấy phép xây dựng'),
      question: 'Bạn cần giấy phép xây dựng cho việc nào?',
      codes: ['1.013225', '1.013229', '1.013226', '1.013227', '1.013228', '1.013236'],
    },
    {
      say: list('mai táng; mai táng phí; tiền mai táng; hỗ trợ mai táng; trợ cấp mai táng'),
      question: 'Người mất thuộc diện nào?',
      codes: ['1.014028', '1.001731', '2.002307', '2.002308', '2.000821'],
    },
    {
      say: list('đăng ký lại; đăng ký lại hộ tịch; làm lại giấy hộ tịch'),
      question: 'Bạn muốn đăng ký lại việc nào?',
      codes: ['1.004884', '1.004746', '1.005461', '2.001255'],
    },
    {
      say: list('chứng thực; đi chứng thực'),
      question: 'Bạn muốn chứng thực gì?',
      codes: ['2.000815', '2.000884', '2.001035', '2.001019', '2.001406', '2.001016'],
    },
    {
      say: list('hộ tịch; giấy tờ hộ tịch'),
      question: 'Bạn cần giấy hộ tịch nào?',
      codes: ['1.001193', '1.000894', '1.000656', '1.004873', '2.000635', '1.004859'],
    },
    {
      say: list('sổ đỏ; đất đai; nhà đất; sổ đỏ đất'),
      question: 'Bạn cần việc gì về sổ đỏ?',
      codes: ['1.013978', '1.013831', '1.012783', '1.012786', '1.012784', '1.013949'],
    },
    {
      say: list('bảo hiểm; bảo hiểm xã hội'),
      question: 'Bạn cần việc nào về bảo hiểm?',
      codes: ['1.001613', '1.001939', '1.002179', '1.002759', '2.000693', '1.001978'],
    },
    {
      say: list('hộ khẩu; cư trú; giấy tờ cư trú'),
      question: 'Bạn cần việc nào về cư trú?',
      codes: ['1.004222', '1.010038', '1.010041', '1.003197', '1.004194', '1.010039'],
    },
    {
      say: list('hộ kinh doanh'),
      question: 'Bạn cần việc nào của hộ kinh doanh?',
      codes: ['1.001612', '2.000720', '1.001570', '1.001266', '2.000575', '1.011022'],
    },
    {
      say: list('công ty; doanh nghiệp'),
      question: 'Bạn cần việc nào của công ty?',
      codes: ['2.001583', '2.001199', '2.002043', '2.002011', '2.002069', '2.002023'],
    },
    {
      say: list('thuế; nộp thuế; đóng thuế'),
      question: 'Bạn hỏi về thuế nào?',
      codes: ['1.008498', '1.011022', '1.007695', '2.002233', '1.007689', '1.007277'],
    },
    {
      say: list('trợ cấp; xin trợ cấp; tiền trợ cấp'),
      question: 'Bạn cần trợ cấp nào?',
      codes: ['1.014027', '1.001776', '1.001978', '2.000693', '1.010803', '1.001632'],
    },
    {
      say: list('bằng lái xe'),
      question: 'Bạn cần việc nào về bằng lái xe?',
      codes: ['3.000347', '3.000348', '3.000346', '3.000353'],
    },
    {
      say: list('giấy ra vào nước ngoài; xuất nhập cảnh'),
      question: 'Bạn cần giấy tờ xuất nhập cảnh nào?',
      codes: ['1.001456', '1.010386', '1.010055', '1.001437'],
    },
  ],
};
